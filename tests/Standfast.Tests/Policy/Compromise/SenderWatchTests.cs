using Standfast.Mail;
using Standfast.Policy.Checks;

namespace Standfast.Tests.Policy.Compromise;

public sealed class SenderWatchTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void StolenPassword_IsHeld_AfterFewMessages_FromManyNetworks()
    {
        var test = new WatchUnderTest();
        test.LiveAsShop("shop-1", 15, 6);
        var left = Attack(test, 10_020, number => $"198.51.{number % 50}.7");
        Assert.InRange(left, 1, 25);
        var hold = test.Watch.Find("shop-1")!;
        Assert.Equal(("held", 10_000L), (hold.State, hold.Hold!.Held));
        Assert.Matches("^was used from 1[0-9] networks within an hour; the most so far were 1$", hold.Hold.Reason);
        Assert.Single(test.Alerts, alert => alert is { Kind: "hold", FindingId: "SF-7001", Subject: "shop-1" });
        Assert.Contains(hold.Samples, sample => sample.Subject.StartsWith("Exclusive investment", StringComparison.Ordinal));
        Assert.Equal("SF-7011", Send(test, WatchUnderTest.Spam(1), "198.51.7.7")!.Id);
        Assert.Null(Send(test, WatchUnderTest.Receipt(1), "192.0.2.11", "shop-2"));
    }

    [Fact]
    public void StolenPassword_OfANewCredential_IsHeld_ByItsNetworksAlone()
    {
        var test = new WatchUnderTest();
        Assert.InRange(Attack(test, 500, number => $"127.0.{number % 50}.1"), 1, 25);
    }

    [Fact]
    public void LeakedKey_IsHeld_WhenAllOfItIsNew()
    {
        var test = new WatchUnderTest();
        test.LiveAsShop("shop-1", 3, 20);
        Assert.Equal(24, Attack(test, 500, _ => "203.0.113.9"));
        Assert.Equal("SF-7002", test.Watch.Find("shop-1")!.Hold!.FindingId);
        Assert.Equal("SF-7002", Send(test, WatchUnderTest.Receipt(5), "192.0.2.10")!.Id);
    }

    [Fact]
    public void Move_ToANewServer_PassesWithTheUsualMail()
    {
        var test = new WatchUnderTest();
        test.LiveAsShop("shop-1", 36, 20);
        for (var number = 0; number < 60; number++)
        {
            Assert.Null(Send(test, WatchUnderTest.Receipt(100_000 + number), "203.0.113.9", recipient: $"later{number}@example.net"));
            test.Time.Advance(TimeSpan.FromMinutes(2));
        }
    }

    [Fact]
    public void Spike_OfTwentyTimes_IsSlowed_ThenHeld_AndRetriesAreNotLost()
    {
        var test = new WatchUnderTest();
        test.LiveAsShop("shop-1", 36, 30);
        var (passed, deferred, held) = (0, 0, 0);
        for (var number = 0; number < 600; number++)
        {
            var finding = Send(test, WatchUnderTest.Receipt(200_000 + number), "192.0.2.10", recipient: $"spike{number}@example.net");
            if (finding is null) passed++;
            else if (finding.Action == GuardAction.Defer) deferred++;
            else held++;
            test.Time.Advance(TimeSpan.FromSeconds(6));
        }

        Assert.InRange(passed, 40, 100);
        Assert.InRange(deferred, 20, 100);
        Assert.Equal(600, passed + deferred + held);
        Assert.Equal("SF-7003", test.Watch.Find("shop-1")!.Hold!.FindingId);
        Assert.Equal(["slow", "hold"], test.Alerts.Select(alert => alert.Kind));
    }

    [Fact]
    public void Holiday_OfThreeTimes_Passes()
    {
        var test = new WatchUnderTest();
        test.LiveAsShop("shop-1", 36, 40);
        for (var number = 0; number < 480; number++)
        {
            Assert.Null(Send(test, WatchUnderTest.Receipt(300_000 + number), "192.0.2.10", recipient: $"holiday{number}@example.net"));
            test.Time.Advance(TimeSpan.FromSeconds(30));
        }
    }

    [Fact]
    public void NewCredential_OnOneNetwork_SendsThousandsAtOnce()
    {
        var test = new WatchUnderTest();
        for (var number = 0; number < 5_000; number++)
            Assert.Null(Send(test, ("hello", "hello"), "127.0.0.1", recipient: number % 2 == 0 ? "you@example.net" : $"you{number}@example.net"));
    }

    [Fact]
    public void TrustedNetwork_IsOnlyReported_OnceAnHour()
    {
        var test = new WatchUnderTest();
        var notes = new List<Finding>();
        for (var number = 0; number < 500; number++)
            if (Send(test, WatchUnderTest.Spam(number), $"10.0.{number % 50}.1", null) is { } finding)
                notes.Add(finding);
        var note = Assert.Single(notes);
        Assert.Equal((GuardAction.Note, "SF-7001"), (note.Action, note.Id));
        Assert.Empty(test.Alerts);
    }

    [Fact]
    public void Watching_HoldsNothing()
    {
        var test = new WatchUnderTest(onlyReports: true);
        test.LiveAsShop("shop-1", 15, 6);
        Assert.InRange(Attack(test, 1_000, number => $"198.51.{number % 50}.7"), 990, 1_000);
        Assert.Equal(0, test.Store.Holds);
    }

    [Fact]
    public async Task Hold_LastsOverARestart_AndQueuedMailIsContained()
    {
        var test = new WatchUnderTest();
        test.LiveAsShop("shop-1", 15, 6);
        var began = test.Time.GetUtcNow();
        Attack(test, 100, number => $"198.51.{number % 50}.7");
        test.Watch.Save();
        using (var stopping = new CancellationTokenSource())
        {
            var running = test.Watch.RunAsync(exception => throw exception, stopping.Token);
            for (var round = 0; round < 1_000 && test.Contained.Count == 0; round++) await Task.Yield();
            await stopping.CancelAsync();
            await running;
        }

        Assert.Equal(["hold credential shop-1"], test.Contained);
        test.Restart();
        Assert.Equal("held", test.Watch.Find("shop-1")!.State);
        Assert.True(test.Watch.Find("shop-1")!.Hold!.Held > 50);
        Assert.Contains("SF-7001", test.Watch.WhyHeld(AccountId.Default, "shop-1", StreamName.Transactional, null, began), StringComparison.Ordinal);
        Assert.Null(test.Watch.WhyHeld(AccountId.Default, "shop-1", StreamName.Transactional, null, began - TimeSpan.FromHours(2)));
        Assert.Null(test.Watch.WhyHeld(AccountId.Default, "shop-2", StreamName.Transactional, null, began));
    }

    [Fact]
    public async Task Release_LiftsTheHold_AndTeaches()
    {
        var test = new WatchUnderTest();
        test.LiveAsShop("shop-1", 15, 6);
        Attack(test, 100, number => $"198.51.{number % 12}.7");
        Assert.Equal(7, await test.Watch.ReleaseAsync("shop-1", "it was us", Stop));
        Assert.Null(await test.Watch.ReleaseAsync("shop-1", "it was us", Stop));
        Assert.Equal(["release credential shop-1"], test.Contained);
        test.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(100, Attack(test, 100, number => $"198.51.{number % 12}.7"));
        Assert.Equal(0, test.Store.Holds);
    }

    [Fact]
    public async Task Delete_EndsTheMail_AndKeepsTheHold()
    {
        var test = new WatchUnderTest();
        Attack(test, 100, number => $"198.51.{number % 50}.7");
        Assert.Equal(7, await test.Watch.DeleteAsync("shop-1", "stolen", Stop));
        Assert.Equal(("held", 0L), (test.Watch.Find("shop-1")!.State, test.Watch.Find("shop-1")!.Hold!.Held));
        Assert.Equal(["delete credential shop-1"], test.Contained);
        Assert.Null(await test.Watch.DeleteAsync("nobody", "stolen", Stop));
    }

    [Fact]
    public void StoreThatCannotBeRead_Defers()
    {
        var test = new WatchUnderTest();
        test.Store.Fails = true;
        Assert.Equal(("SF-7010", GuardAction.Defer), (Send(test, WatchUnderTest.Receipt(1), "192.0.2.10")!.Id, Send(test, WatchUnderTest.Receipt(1), "192.0.2.10")!.Action));
        test.Store.Fails = false;
        Assert.Null(Send(test, WatchUnderTest.Receipt(1), "192.0.2.10"));
    }

    [Fact]
    public void Habit_LastsOverARestart()
    {
        var test = new WatchUnderTest();
        test.LiveAsShop("shop-1", 15, 30);
        test.Watch.Save();
        var before = test.Watch.Find("shop-1")!.Numbers!;
        test.Restart();
        var after = test.Watch.Find("shop-1")!.Numbers!;
        Assert.Equivalent(before with { MessagesNow = 0, RecipientsNow = 0, NewRecipientsNow = 0, NetworksNow = 0, NetworksNowSeen = [] }, after);
        Assert.Equal((30, 30, 1, 12), (after.HourPeak, after.Messages / 15 / 12, (int)after.NetworksPeak, after.ActiveHours.Count));
        Assert.Equal(24, Attack(test, 500, _ => "203.0.113.9"));
    }

    /// <returns>How many got through.</returns>
    private static int Attack(WatchUnderTest test, int messages, Func<int, string> client)
    {
        var left = 0;
        for (var number = 0; number < messages; number++)
        {
            if (Send(test, WatchUnderTest.Spam(number), client(number), recipient: $"victim{number}@example{number % 90}.com") is null) left++;
            test.Time.Advance(TimeSpan.FromMilliseconds(100));
        }

        return left;
    }

    private static Finding? Send(WatchUnderTest test, (string Subject, string Text) mail, string client, string? user = "shop-1", string recipient = "you@example.net") =>
        test.Send(user, client, mail.Subject, mail.Text, recipients: recipient);
}
