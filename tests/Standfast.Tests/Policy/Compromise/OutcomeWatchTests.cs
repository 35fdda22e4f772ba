using Standfast.Events;
using Standfast.Mail;
using Standfast.Policy.Compromise;
using Standfast.Tests.Reputation.Classification;

namespace Standfast.Tests.Policy.Compromise;

public sealed class OutcomeWatchTests
{
    [Fact]
    public void BoughtList_IsStopped_LongBeforeAHundredMessages()
    {
        var stopped = new List<int>();
        for (var seed = 0; seed < 200; seed++)
        {
            var (test, outcomes, random) = (new WatchUnderTest(), default(OutcomeWatch), new Random(seed));
            outcomes = new OutcomeWatch(test.Watch, ShippedRules.Classifier, test.Time);
            var count = 0;
            while (test.Watch.Find("default/bulk/may") is null && count < 1_000) Tell(test, outcomes, random.NextDouble() < 0.15, ++count, "bulk", "may");
            stopped.Add(count);
        }

        stopped.Sort();
        Assert.InRange(stopped[stopped.Count / 2], 5, 60);
        Assert.InRange(stopped[stopped.Count * 95 / 100], 5, 100);
    }

    /// <summary>Providers say it in words of their own, with codes that say nothing.</summary>
    [Theory]
    [InlineData("550 5.5.0 Requested action not taken: mailbox unavailable", "outlook")]
    [InlineData("554 delivery error: dd This user doesn't have a yahoo.com account (u@yahoo.com) [0]", "yahoo")]
    public void BoughtList_IsStopped_ByWhatItsProviderSays(string reply, string provider)
    {
        var test = new WatchUnderTest();
        var outcomes = new OutcomeWatch(test.Watch, ShippedRules.Classifier, test.Time);

        for (var number = 0; number < 40; number++) Tell(test, outcomes, number % 4 == 0, number, "bulk", "may", reply: reply, provider: provider);

        Assert.NotNull(test.Watch.Find("default/bulk/may"));
    }

    [Theory]
    [InlineData(0.01, 0)]
    [InlineData(0.02, 1)]
    public void SoundList_GoesOn(double share, int most)
    {
        var stopped = 0;
        for (var seed = 0; seed < 100; seed++)
        {
            var (test, random) = (new WatchUnderTest(), new Random(seed));
            var outcomes = new OutcomeWatch(test.Watch, ShippedRules.Classifier, test.Time);
            for (var number = 0; number < 2_000; number++) Tell(test, outcomes, random.NextDouble() < share, number, "bulk", "may");
            if (test.Watch.Find("default/bulk/may") is not null) stopped++;
        }

        Assert.InRange(stopped, 0, most);
    }

    [Fact]
    public void TransactionalMail_IsStoppedByItsCredential_OnlyAfterAHundredOutcomes()
    {
        var test = new WatchUnderTest();
        var outcomes = new OutcomeWatch(test.Watch, ShippedRules.Classifier, test.Time);
        for (var number = 0; number < 99; number++) Tell(test, outcomes, number % 4 == 0, number, "transactional", null);
        Assert.Null(test.Watch.Find("form-1"));
        Tell(test, outcomes, true, 100, "transactional", null);
        Assert.Equal("credential form-1 is paused: 26 of 100 recipients with an outcome do not exist (26 %); providers act against senders from 5 % on", Assert.Single(test.Alerts).Text);
        Assert.Equal("SF-7006", test.Send("form-1", "127.0.0.1", "hello", "hello", recipients: "you@example.net")!.Id);
        Assert.Null(test.Send("form-2", "127.0.0.1", "hello", "hello", recipients: "you@example.net"));
    }

    [Fact]
    public void TrustedNetwork_IsWarnedOnly_WhereItsMailIsTransactional()
    {
        var test = new WatchUnderTest();
        var outcomes = new OutcomeWatch(test.Watch, ShippedRules.Classifier, test.Time);
        for (var number = 0; number < 300; number++) Tell(test, outcomes, number % 2 == 0, number, "transactional", null, credential: null);
        Assert.Equal("warning", Assert.Single(test.Alerts).Kind);
        Assert.Equal(0, test.Store.Holds);
    }

    [Fact]
    public async Task Released_IsNotJudged_ForADay()
    {
        var test = new WatchUnderTest();
        var outcomes = new OutcomeWatch(test.Watch, ShippedRules.Classifier, test.Time);
        for (var number = 0; number < 50; number++) Tell(test, outcomes, true, number, "bulk", "may");
        Assert.Equal(7, await test.Watch.ReleaseAsync("default/bulk/may", "they moved", TestContext.Current.CancellationToken));
        for (var number = 0; number < 200; number++) Tell(test, outcomes, true, number, "bulk", "may");
        Assert.Null(test.Watch.Find("default/bulk/may"));
        test.Time.Advance(TimeSpan.FromHours(25));
        for (var number = 0; number < 20; number++) Tell(test, outcomes, true, number, "bulk", "may");
        Assert.NotNull(test.Watch.Find("default/bulk/may"));
    }

    [Theory]
    [InlineData("550 5.1.1 no such user", true)]
    [InlineData("550 No such user here", true)]
    [InlineData("550 5.5.0 Requested action not taken: mailbox unavailable", false)]
    [InlineData("550 5.7.1 blocked: user unknown", false)]
    [InlineData("554 5.7.1 spam", false)]
    [InlineData("552 5.2.2 mailbox full", false)]
    [InlineData("450 4.1.1 no such user", false)]
    [InlineData("550 5.1.1 blocked by policy", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void UnknownRecipient_IsWhatSaysSo(string? reply, bool isUnknown) => Assert.Equal(isUnknown, UnknownRecipient.Is(reply));

    private static void Tell(WatchUnderTest test, OutcomeWatch outcomes, bool isDead, int number, string stream, string? campaign, string? credential = "form-1", string reply = "550 5.1.1 no such user", string? provider = null) => outcomes.Observe([
        new MailEvent(default, test.Time.GetUtcNow(), isDead ? MailEventKind.Bounced : MailEventKind.Delivered)
        {
            Recipient = $"r{number}@example.net", Sender = "me@example.org", Account = AccountId.Default, Credential = credential, Stream = StreamName.Parse(stream), Campaign = campaign is null ? null : CampaignName.Parse(campaign),
            Detail = isDead ? reply : "250 2.0.0 ok", Attempt = new AttemptDetail(1, "mx.example.net", null, null, "rcpt") { Provider = provider },
        }]);
}
