using Standfast.Reputation.Statistics;
using Standfast.Reputation.Statistics.Limits;

namespace Standfast.Tests.Reputation.Statistics.Limits;

public sealed class LimitStandingTests
{
    private static readonly PublishedLimit s_bounces = new("bounce-rate", "*", LimitMetric.BounceRate, 0.02, 0.05, TimeSpan.FromHours(24), 200, "reviewed", true, "x", "2026-11-26");

    [Fact]
    public void SteadyRate_HasNoForecast()
    {
        var standing = LimitReader.Stand(s_bounces, "shop", Hours(_ => 1))!;
        Assert.Equal((24, 2_400, 0.01, LimitState.Ok), (standing.Count, standing.Of, standing.Value, standing.State));
        Assert.Equal(0.2, standing.Share, 9);
        Assert.Null(standing.ReachedIn);
        Assert.Equal("shop: 1 % (24 of 2,400) in 24 h, limit 5 %", standing.Text);
    }

    [Fact]
    public void RisingRate_IsForetold()
    {
        // For twelve hours 9 of 100 instead of 1: the share of 24 h grows by 8 of 2,400 an hour, from 1 % to 5 %.
        var standing = LimitReader.Stand(s_bounces, "shop", Hours(hour => hour >= 38 - 10 ? 9 : 1))!;
        Assert.Equal(0.01 + 10 * 8 / 2_400.0, standing.Value, 9);
        // Of the twelve values the first two are those of before.
        Assert.InRange(standing.SlopeAnHour, 0.8 * 8 / 2_400.0, 8 / 2_400.0);
        Assert.Equal((0.05 - standing.Value) / standing.SlopeAnHour, standing.ReachedIn!.Value.TotalHours, 6);
        Assert.Equal(LimitState.Near, standing.State);
        Assert.EndsWith("limit 5 %; limit in 2 h at this rate", standing.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void PassedLimit_IsOver()
    {
        var standing = LimitReader.Stand(s_bounces, "shop", Hours(_ => 6))!;
        Assert.Equal((LimitState.Over, TimeSpan.Zero), (standing.State, standing.ReachedIn));
        Assert.EndsWith("the limit is passed", standing.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void LittleMail_SaysNothing()
    {
        var standing = LimitReader.Stand(s_bounces with { Least = 10_000 }, "shop", Hours(_ => 50))!;
        Assert.Equal((LimitState.Unknown, (TimeSpan?)null), (standing.State, standing.ReachedIn));
        Assert.Null(LimitReader.Stand(s_bounces, "shop", [.. Enumerable.Range(0, 36).Select(_ => new Counts())]));
    }

    [Fact]
    public void OneComplaint_IsNearNothing()
    {
        var complaints = s_bounces with { Warn = 0.0001, Limit = 0.0003 };
        Assert.Equal(LimitState.Ok, LimitReader.Stand(complaints, "shop", Hours(hour => hour == 30 ? 2 : 0))!.State);
        Assert.Equal(LimitState.Over, LimitReader.Stand(complaints, "shop", Hours(hour => hour == 30 ? 3 : 0))!.State);
    }

    [Fact]
    public void Volume_GoesToItsLine()
    {
        var bulk = s_bounces with { Metric = LimitMetric.Delivered, Limit = 5_000, Warn = 0, Least = 0 };
        var standing = LimitReader.Stand(bulk, "main", Hours(hour => hour < 24 ? 100 : 0))!;
        Assert.Equal((0, 100, LimitState.Ok), (standing.Of, standing.SlopeAnHour, standing.State));
        Assert.Contains("1,400 in 24 h, limit 5,000; limit in 36 h at this rate", standing.Text, StringComparison.Ordinal);
    }

    /// <summary>36 hours and the two before of 100 outcomes each.</summary>
    private static Counts[] Hours(Func<int, int> bounces)
    {
        var hours = new Counts[38];
        for (var hour = 0; hour < hours.Length; hour++)
        {
            hours[hour] = new Counts();
            hours[hour].Add(CountKind.Bounced, bounces(hour));
            hours[hour].Add(CountKind.Delivered, 100 - bounces(hour));
        }

        return hours;
    }
}
