using Standfast.Events;
using Standfast.Mail;
using Standfast.Reputation.Rates;
using Standfast.Reputation.States;
using Standfast.Tests.Reputation.States;

namespace Standfast.Tests.Reputation.Rates;

/// <summary>Rules R5 to R7: the narrowest part that explains the outcomes is slowed or paused, and small senders are not hurt by chance.</summary>
public sealed class OutcomeRuleTests
{
    private readonly StatesUnderTest _test = new();
    private readonly OutcomeRules _rules;
    private int _number;

    public OutcomeRuleTests() => _rules = new OutcomeRules(_test.States, new FakeReplies(), _test.Time, pausesUnknown: true);

    private static SenderFacts Campaign(string name, string stream = "bulk") => new(AccountId.Parse("shop"), "shop-1", StreamName.Parse(stream), CampaignName.Parse(name));

    private static SenderFacts Transactional => new(AccountId.Parse("shop"), "shop-1", StreamName.Transactional, null);

    [Fact]
    public void Complaints_SlowTheCampaign_ThenPauseIt()
    {
        Deliver(Campaign("may"), 2_000);
        Complain(Campaign("may"), 6);
        var state = Assert.Single(_test.States.All);
        Assert.Equal(("account=shop stream=bulk campaign=may", SendingStateKind.Slowed, "rule:complaints"), (state.Key.ToString(), state.Kind, state.Actor));
        Assert.Contains("of 2000 delivered messages were marked as spam", state.Reason, StringComparison.Ordinal);
        Complain(Campaign("may"), 8);
        state = Assert.Single(_test.States.All);
        Assert.Equal((SendingStateKind.Paused, 1, "complaint", "receivers"), (state.Kind, state.Strikes, state.Cause, state.Counterparty));
        Assert.True(state.Evidence.Samples.Length is > 0 and <= StateEvidence.MaxSamples);
    }

    [Fact]
    public void AFewComplaints_AreChance()
    {
        Deliver(Campaign("may"), 20);
        Complain(Campaign("may"), 2);
        Deliver(Campaign("june"), 10_000);
        Complain(Campaign("june"), 9);
        Assert.Empty(_test.States.All);
    }

    [Fact]
    public void UnknownRecipients_SlowFrom2Percent_PauseFrom5_WithCertainty()
    {
        Deliver(Campaign("may"), 300);
        Bounce(Campaign("may"), 18, "no such user");
        Assert.Equal(SendingStateKind.Slowed, Assert.Single(_test.States.All).Kind);
        Bounce(Campaign("may"), 14, "no such user");
        Assert.Equal((SendingStateKind.Paused, "rule:unknown-recipients"), (Assert.Single(_test.States.All).Kind, _test.States.All[0].Actor));
    }

    [Fact]
    public void UnknownRecipients_OfMailThatPersonsWaitFor_ChangeNothing()
    {
        Deliver(Transactional, 100);
        Bounce(Transactional, 100, "no such user");
        Assert.Empty(_test.States.All);
    }

    [Fact]
    public void Pauses_ForUnknownRecipients_AreLeftToWhoeverHoldsSuchMail()
    {
        var states = new StatesUnderTest();
        var rules = new OutcomeRules(states.States, new FakeReplies(), states.Time, pausesUnknown: false);
        for (var count = 0; count < 50; count++) rules.Observe([Fact(Campaign("may"), MailEventKind.Bounced, "no such user")]);
        Assert.Equal(SendingStateKind.Slowed, Assert.Single(states.States.All).Kind);
    }

    [Fact]
    public void SpamRefusals_PauseTheCampaign_AndTheRestGoesOn()
    {
        Deliver(Campaign("june"), 500);
        Deliver(Campaign("may"), 20);
        Bounce(Campaign("may"), 40, "spam-content");
        Assert.Equal("account=shop stream=bulk campaign=may", Assert.Single(_test.States.All).Key.ToString());
        Assert.Null(_test.States.FindFor(Campaign("june")));
        Assert.NotNull(_test.States.FindFor(Campaign("may")));
    }

    [Fact]
    public void ContainedPart_CountsNoMoreAgainstItsStream()
    {
        Deliver(Campaign("june"), 100);
        Bounce(Campaign("may"), 200, "spam-content");
        Deliver(Campaign("june"), 10);
        Bounce(Campaign("june"), 1, "spam-content");
        Assert.Equal("account=shop stream=bulk campaign=may", Assert.Single(_test.States.All).Key.ToString());
    }

    [Fact]
    public void ScatteredOverCampaigns_TheCredentialThatSendsThemIsTheCause()
    {
        // Each campaign is too small to say anything.
        for (var name = 0; name < 40; name++)
        {
            Deliver(Campaign($"c{name}"), 2);
            Bounce(Campaign($"c{name}"), 1, "spam-content");
        }

        Assert.Equal("account=shop credential=shop-1", Assert.Single(_test.States.All).Key.ToString());
    }

    [Fact]
    public void Block_PausesAlsoWhoBroughtItUponAll()
    {
        Deliver(Campaign("june"), 3_000);
        Deliver(Campaign("may"), 400);
        Bounce(Campaign("may"), 11, "spam-content");
        Bounce(Campaign("june"), 1, "spam-content");
        Assert.Empty(_test.States.All);
        _test.Refuse("ip-block");
        Assert.Equal(["account=shop stream=bulk campaign=may", "source=one provider=gmail"], _test.States.All.Select(state => state.Key.ToString()).Order(StringComparer.Ordinal));
        Assert.Contains("11 of all 12 refusals", _test.States.FindFor(Campaign("may"))!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Block_BlamesNobody_WhereBadOutcomesAreEverybodys()
    {
        Deliver(Campaign("june"), 3_000);
        Bounce(Campaign("june"), 8, "spam-content");
        Deliver(Campaign("may"), 400);
        Bounce(Campaign("may"), 8, "spam-content");
        _test.Refuse("ip-block");
        Assert.Equal("source=one provider=gmail", Assert.Single(_test.States.All).Key.ToString());
    }

    [Fact]
    public void DeferralsAsSpam_CountOnce()
    {
        Deliver(Campaign("may"), 100);
        var fact = Fact(Campaign("may"), MailEventKind.Deferred, "spam-content");
        for (var attempt = 2; attempt < 100; attempt++) _rules.Observe([fact with { Attempt = fact.Attempt! with { Number = attempt } }]);
        Assert.Empty(_test.States.All);
        for (var count = 0; count < 30; count++) _rules.Observe([fact]);
        Assert.Single(_test.States.All);
    }

    [Fact]
    public void ReportsThatComeLater_CountAsBounces()
    {
        Deliver(Campaign("may"), 100);
        for (var count = 0; count < 30; count++) _rules.Observe([Fact(Campaign("may"), MailEventKind.Undelivered, "550 5.1.1 no such user") with { Attempt = null }]);
        Assert.Single(_test.States.All);
    }

    [Fact]
    public void WhatIsResumed_IsJudgedByWhatItSendsThen()
    {
        Bounce(Campaign("may"), 40, "spam-content");
        _test.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, _test.Find("account=shop stream=bulk campaign=may")!.Step);
        Bounce(Campaign("may"), 3, "spam-content");
        Assert.Equal(SendingStateKind.Slowed, _test.Find("account=shop stream=bulk campaign=may")!.Kind);
        Bounce(Campaign("may"), 20, "spam-content");
        Assert.Equal((SendingStateKind.Paused, 2), (_test.Find("account=shop stream=bulk campaign=may")!.Kind, _test.Find("account=shop stream=bulk campaign=may")!.Strikes));
    }

    [Fact]
    public void OldOutcomes_AreForgottenAfterTwoDays()
    {
        Bounce(Campaign("may"), 4, "spam-content");
        _test.Time.Advance(TimeSpan.FromDays(2));
        Bounce(Campaign("may"), 4, "spam-content");
        Assert.Empty(_test.States.All);
    }

    [Fact]
    public void SlowedSender_SendsAHundredInAnHour_AndIsOpenAfterADay()
    {
        Deliver(Campaign("may"), 300);
        Bounce(Campaign("may"), 18, "no such user");
        for (var count = 0; count < 100; count++) Assert.Null(_test.States.TryTake(Campaign("may")));
        Assert.NotNull(_test.States.TryTake(Campaign("may")));
        _test.Time.Advance(TimeSpan.FromHours(1));
        Assert.Null(_test.States.TryTake(Campaign("may")));
        _test.Time.Advance(TimeSpan.FromDays(1));
        Assert.Empty(_test.States.All);
    }

    [Fact]
    public void ComplaintsAtOneProvider_HoldBackTheWarmUpOfTheSourceThere()
    {
        var told = new List<(string, string)>();
        var watch = new WayComplaints((source, provider) => told.Add((source, provider)), _test.Time);
        for (var count = 0; count < 1_000; count++) watch.Observe([Fact(Campaign("may"), MailEventKind.Delivered, "250 ok")]);
        for (var count = 0; count < 2; count++) watch.Observe([Fact(Campaign("may"), MailEventKind.Complained, null)]);
        Assert.Empty(told);
        for (var count = 0; count < 4; count++) watch.Observe([Fact(Campaign("may"), MailEventKind.Complained, null)]);
        Assert.Contains(("one", "gmail"), told);
    }

    private void Deliver(SenderFacts sender, int count) => Observe(sender, MailEventKind.Delivered, "250 ok", count);

    private void Complain(SenderFacts sender, int count) => Observe(sender, MailEventKind.Complained, null, count);

    private void Bounce(SenderFacts sender, int count, string text) => Observe(sender, MailEventKind.Bounced, "550 5.7.1 " + text, count);

    private void Observe(SenderFacts sender, MailEventKind kind, string? detail, int count)
    {
        for (var left = count; left > 0; left--) _rules.Observe([Fact(sender, kind, detail)]);
    }

    private MailEvent Fact(SenderFacts sender, MailEventKind kind, string? detail) => new(SpoolId.Create(StatesUnderTest.Start.AddMilliseconds(_number++), new byte[10]), _test.Time.GetUtcNow(), kind)
    {
        Recipient = "you@example.net",
        Account = sender.Account,
        Credential = sender.Credential,
        Stream = sender.Stream,
        Campaign = sender.Campaign,
        Detail = detail,
        Attempt = new AttemptDetail(1, "mx.example.net", null, null, "rcpt") { Source = "one", Provider = "gmail" },
    };
}
