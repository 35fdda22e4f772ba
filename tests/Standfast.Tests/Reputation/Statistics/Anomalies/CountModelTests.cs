using Standfast.Reputation.Statistics.Anomalies;

namespace Standfast.Tests.Reputation.Statistics.Anomalies;

public sealed class CountModelTests
{
    [Theory]
    [InlineData(10, 10, 0, 0)]
    [InlineData(30, 10, 0, 5.09085)]
    [InlineData(0, 8, 0, -4)]
    [InlineData(30, 10, 0.1, 3.23496)]
    [InlineData(0, 8, 0.5, -2.53727)]
    public void SignedRoot_IsThatOfTheDeviance(double count, double expected, double dispersion, double root) => Assert.Equal(root, CountModel.SignedRoot(count, expected, dispersion), 3);

    [Fact]
    public void Scatter_MakesTheSameDistanceSmaller()
    {
        for (var dispersion = 0.0; dispersion < 5; dispersion += 0.1) Assert.True(CountModel.SignedRoot(50, 10, dispersion) > CountModel.SignedRoot(50, 10, dispersion + 0.1));
    }

    [Fact]
    public void Evidence_FallsWhereAllIsAsExpected_AndRisesWhereItIsNot()
    {
        Assert.True(CountModel.Evidence(10, 10, 1.5, 0) < 0);
        Assert.Equal(15 * Math.Log(1.5) - 5, CountModel.Evidence(15, 10, 1.5, 0), 9);
        Assert.True(CountModel.Evidence(15, 10, 1.5, 0.1) < CountModel.Evidence(15, 10, 1.5, 0));
    }
}
