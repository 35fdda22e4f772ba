using Standfast.Queue;

namespace Standfast.Tests.Queue;

public sealed class RetryScheduleTests
{
    private static readonly DateTimeOffset s_accepted = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static RetrySchedule Make() => new([TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10)], TimeSpan.FromDays(5), new Random(7));

    [Theory]
    [InlineData(1, 48, 72)]
    [InlineData(2, 480, 720)]
    [InlineData(50, 480, 720)]
    public void Next_StaysWithinTwentyPercentOfItsStep(int attempts, int fromSeconds, int toSeconds)
    {
        var schedule = Make();
        for (var round = 0; round < 1000; round++)
            Assert.InRange((schedule.Next(attempts, s_accepted, s_accepted) - s_accepted).TotalSeconds, fromSeconds, toSeconds);
    }

    [Fact]
    public void Next_SpreadsRecipientsDeferredTogether()
    {
        var schedule = Make();
        Assert.True(Enumerable.Range(0, 100).Select(_ => schedule.Next(1, s_accepted, s_accepted)).Distinct().Count() > 90);
    }

    [Fact]
    public void Next_IsTheMomentOfExpiry_WhenTheStepWouldPassIt()
    {
        var now = s_accepted + TimeSpan.FromDays(5) - TimeSpan.FromSeconds(5);
        Assert.Equal(s_accepted + TimeSpan.FromDays(5), Make().Next(9, now, s_accepted));
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    public void IsExpired_FromFiveDaysOn(int offsetSeconds, bool expected) =>
        Assert.Equal(expected, Make().IsExpired(s_accepted + TimeSpan.FromDays(5) + TimeSpan.FromSeconds(offsetSeconds), s_accepted));
}
