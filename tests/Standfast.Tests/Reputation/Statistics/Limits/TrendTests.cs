using Standfast.Reputation.Statistics.Limits;

namespace Standfast.Tests.Reputation.Statistics.Limits;

public sealed class TrendTests
{
    [Fact]
    public void Slope_IsThatOfTheBestLine()
    {
        Assert.Equal(2, Trend.Slope([1, 3, 5, 7]), 9);
        Assert.Equal(0.9, Trend.Slope([1, 2, 2, 4]), 9);
        Assert.Equal(-1, Trend.Slope([3, 2, 1]), 9);
        Assert.Equal(0, Trend.Slope([1, 9]));
    }

    [Theory]
    [InlineData(0.04, 0.002, 5.0)]
    [InlineData(0.05, 0.002, 0.0)]
    [InlineData(0.06, -1.0, 0.0)]
    [InlineData(0.04, 0.0, null)]
    [InlineData(0.04, -0.001, null)]
    [InlineData(0.01, 0.0001, null)]
    public void TimeTo_IsForetoldForAWeek(double value, double slope, double? hours)
    {
        var time = Trend.TimeTo(value, 0.05, slope);
        if (hours is null) Assert.Null(time);
        else Assert.Equal(hours.Value, time!.Value.TotalHours, 6);
    }
}
