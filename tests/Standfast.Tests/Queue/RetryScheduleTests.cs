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
            Assert.InRange((schedule.Next(DeferralCause.Other, attempts, s_accepted, DateTimeOffset.MaxValue) - s_accepted).TotalSeconds, fromSeconds, toSeconds);
    }

    [Fact]
    public void Next_SpreadsRecipientsDeferredTogether()
    {
        var schedule = Make();
        Assert.True(Enumerable.Range(0, 100).Select(_ => schedule.Next(DeferralCause.Other, 1, s_accepted, DateTimeOffset.MaxValue)).Distinct().Count() > 90);
    }

    [Fact]
    public void Next_IsTheMomentOfExpiry_WhenTheStepWouldPassIt()
    {
        var now = s_accepted + TimeSpan.FromDays(5) - TimeSpan.FromSeconds(5);
        Assert.Equal(s_accepted + TimeSpan.FromDays(5), Make().Next(DeferralCause.Other, 9, now, s_accepted + TimeSpan.FromDays(5)));
    }

    [Fact]
    public void Cause_HasItsOwnPlan_AndTheOthersTheCommonOne()
    {
        var plans = new Dictionary<DeferralCause, IReadOnlyList<TimeSpan>> { [DeferralCause.MailboxFull] = [TimeSpan.FromHours(8)] };
        var schedule = new RetrySchedule([TimeSpan.FromMinutes(1)], TimeSpan.FromDays(5), new Random(7), plans);
        Assert.InRange((schedule.Next(DeferralCause.MailboxFull, 1, s_accepted, DateTimeOffset.MaxValue) - s_accepted).TotalHours, 6.4, 9.6);
        Assert.InRange((schedule.Next(DeferralCause.Greylisted, 1, s_accepted, DateTimeOffset.MaxValue) - s_accepted).TotalSeconds, 48, 72);
        Assert.Equal(9.6, schedule.Longest.TotalHours, 3);
    }
}
