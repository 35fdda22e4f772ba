using Standfast.Reputation.Statistics;

namespace Standfast.Tests.Reputation.Statistics;

public sealed class StatisticsSpanTests
{
    [Fact]
    public void Cover_MeetsEachMinuteOnce_WithWholeTimes()
    {
        var random = new Random(11);
        for (var round = 0; round < 2_000; round++)
        {
            var from = random.NextInt64(0, 60_000_000);
            var to = from + random.NextInt64(1, 600_000);
            var at = from;
            foreach (var span in StatisticsSpan.Cover(from, to))
            {
                var length = LevelSpan.MinutesOf(span.Level);
                Assert.Equal(at, span.From);
                Assert.True(span.To > span.From && span.From % length == 0 && span.To % length == 0);
                at = span.To;
            }

            Assert.Equal(to, at);
        }
    }

    [Fact]
    public void Cover_OfAYear_ReadsFewTimes()
    {
        var to = LevelSpan.MinuteOf(new DateTimeOffset(2026, 11, 26, 13, 37, 0, TimeSpan.Zero));
        var times = StatisticsSpan.Cover(to - 365 * 1_440, to).Sum(span => (span.To - span.From) / LevelSpan.MinutesOf(span.Level));
        // Twelve times four weeks, and at each end at most 27 days, 23 hours and 59 minutes.
        Assert.InRange(times, 12, 12 + 2 * (27 + 23 + 59));
    }

    [Fact]
    public void Times_BeginAtUtcBounds()
    {
        var at = new DateTimeOffset(2026, 11, 26, 1, 30, 59, TimeSpan.FromHours(2));
        Assert.Equal(new DateTimeOffset(2026, 11, 25, 23, 30, 0, TimeSpan.Zero), LevelSpan.TimeOf(LevelSpan.MinuteOf(at)));
        Assert.Equal(new DateTimeOffset(2026, 11, 25, 0, 0, 0, TimeSpan.Zero), LevelSpan.TimeOf(LevelSpan.Begin(StatisticsLevel.Day, LevelSpan.MinuteOf(at))));
    }
}
