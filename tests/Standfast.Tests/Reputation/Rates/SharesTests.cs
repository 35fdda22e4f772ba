using Standfast.Reputation.Rates;

namespace Standfast.Tests.Reputation.Rates;

public sealed class SharesTests
{
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0, 100, 0)]
    [InlineData(1, 10, 0.0117)]
    [InlineData(10, 100, 0.0460)]
    [InlineData(100, 1000, 0.0782)]
    public void LowerBound_IsWilsons(long hits, long all, double expected) => Assert.Equal(expected, Shares.LowerBound(hits, all), 0.0005);

    [Fact]
    public void LowerBound_AtTheLimit_IsAboveItFewerThanOnceInAHundredTimes()
    {
        var random = new Random(7);
        var above = 0;
        for (var round = 0; round < 10_000; round++)
        {
            var hits = 0;
            for (var one = 0; one < 500; one++)
                if (random.NextDouble() < 0.05) hits++;
            if (Shares.LowerBound(hits, 500) > 0.05) above++;
        }

        Assert.InRange(above, 1, 100);
    }
}
