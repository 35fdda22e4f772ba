using Standfast.Delivery.Shaping;
using Standfast.Mail;

namespace Standfast.Tests.Delivery.Shaping;

public sealed class CircuitBreakerTests
{
    private static readonly SmtpReply s_refused = new(451, 4, 1, "connection refused");

    [Fact]
    public void Pace_IsTheSameForAName_AndSpreadsOverMany()
    {
        var paces = Enumerable.Range(0, 1_000).Select(index => CircuitBreaker.PaceOf($"mx.d{index}.example")).ToArray();
        Assert.Equal(paces, Enumerable.Range(0, 1_000).Select(index => CircuitBreaker.PaceOf($"mx.d{index}.example")));
        Assert.All(paces, pace => Assert.InRange(pace, 2 / 3.0, 4 / 3.0));
        for (var tenth = 0; tenth < 10; tenth++) Assert.InRange(paces.Count(pace => (int)((pace * 3 - 2) * 5) == tenth), 60, 140);
    }

    [Theory]
    [InlineData(2 / 3.0)]
    [InlineData(1.0)]
    [InlineData(4 / 3.0)]
    public void Waits_DoubleFromAQuarterOfAMinute_ToAQuarterOfAnHour_AtItsPace(double pace)
    {
        var breaker = new CircuitBreaker(pace);
        var (now, waits) = (TimeSpan.FromHours(1), new List<double>());
        for (var failure = 1; failure <= 11; failure++)
        {
            breaker.Failed(s_refused, now);
            if (failure < 3) Assert.Equal(BreakerState.Closed, breaker.StateAt(now));
            else waits.Add((breaker.ResumesAt - now).TotalSeconds / pace);
            if (failure >= 3) now = breaker.ResumesAt;
        }

        Assert.Equal([15, 30, 60, 120, 240, 480, 900, 900, 900], waits.Select(wait => Math.Round(wait, 3)));
        Assert.Equal((0, 1), (breaker.Allowed(20, now - TimeSpan.FromTicks(1)), breaker.Allowed(20, now)));
    }
}
