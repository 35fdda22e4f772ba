using Standfast.Reputation.States;

namespace Standfast.Tests.Reputation.States;

/// <summary>Rules R1 to R4: a refusal pauses exactly what it is about.</summary>
public sealed class BlockRuleTests
{
    private readonly StatesUnderTest _test = new();

    [Fact]
    public void IpBlock_PausesThatSourceAtThatProvider_AndNothingElse()
    {
        var verdict = _test.Refuse("5.7.1 ip-block of your address");
        Assert.Equal(new RefusalVerdict(true, true), verdict);
        var state = Assert.Single(_test.States.All);
        Assert.Equal(("source=one provider=gmail", SendingStateKind.Paused, StateRules.IpBlock, StatesUnderTest.Start.AddHours(1), 1), (state.Key.ToString(), state.Kind, state.Actor, state.Until, state.Strikes));
        Assert.Contains("ip-block of your address", state.Reason, StringComparison.Ordinal);
        Assert.Contains("ip-block", Assert.Single(state.Evidence.Samples).Text, StringComparison.Ordinal);
        Assert.True(_test.States.WayFor("one", "gmail").IsPaused);
        Assert.True(_test.States.WayFor("one", "gmail").IsPolicy);
        Assert.True(_test.States.WayFor("two", "gmail").IsOpen);
        Assert.True(_test.States.WayFor("one", "outlook").IsOpen);
        Assert.Null(_test.States.TryTake(StatesUnderTest.Shop));
    }

    [Fact]
    public void GenericWords_NeedTwoMessages()
    {
        Assert.Equal(new RefusalVerdict(true, false), _test.Refuse("quoted"));
        Assert.Equal(new RefusalVerdict(true, true), _test.Refuse("quoted"));
        Assert.Equal(2, _test.Find("source=one provider=gmail")!.Evidence.Samples.Length);
    }

    [Fact]
    public void GenericWords_FarApart_MakeNoPause()
    {
        _test.Refuse("quoted");
        _test.Time.Advance(TimeSpan.FromMinutes(11));
        Assert.False(_test.Refuse("quoted").IsPaused);
    }

    [Fact]
    public void RepliesOfAttemptsUnderWay_AreEvidence_AndNoFurtherStrike()
    {
        for (var count = 0; count < 30; count++) Assert.True(_test.Refuse("ip-block").IsPaused);
        var state = _test.Find("source=one provider=gmail")!;
        Assert.Equal((1, 10, 29L), (state.Strikes, state.Evidence.Samples.Length, state.Evidence.Counts["blocked"]));
        Assert.Equal(10, _test.Store.Writes);
    }

    [Fact]
    public void DomainBlock_PausesTheStreamWhoseDomainItIs_AtThatProvider()
    {
        _test.Refuse("domain-block");
        Assert.Equal("account=shop stream=bulk provider=gmail", Assert.Single(_test.States.All).Key.ToString());
        Assert.True(_test.States.WayFor("one", "gmail").IsOpen);
        Assert.NotNull(_test.States.TryTake(StatesUnderTest.Shop, "two", "gmail"));
        Assert.Null(_test.States.TryTake(StatesUnderTest.Shop, "one", "outlook"));
        Assert.Null(_test.States.TryTake(StatesUnderTest.Shop with { Stream = Standfast.Mail.StreamName.Transactional }, "one", "gmail"));
    }

    [Fact]
    public void DomainBlock_OfMailWithoutAnAccount_KeepsTheMailOnly()
    {
        Assert.Equal(new RefusalVerdict(true, false), _test.Refuse("domain-block", sender: StatesUnderTest.Shop with { Account = null }));
        Assert.Empty(_test.States.All);
    }

    [Fact]
    public void OwnRelaysSuspension_PausesEverythingThroughIt()
    {
        _test.Refuse("account-block", provider: "relay:smtp.example:587", isRelay: true);
        Assert.Equal(("provider=relay:smtp.example:587", StateRules.RelayBlock), (Assert.Single(_test.States.All).Key.ToString(), _test.States.All[0].Actor));
        Assert.True(_test.States.WayFor("two", "relay:smtp.example:587").IsPaused);
    }

    [Fact]
    public void AccountsAtOthers_AreNoneOfOurs()
    {
        Assert.Equal(default, _test.Refuse("account-block"));
        Assert.Empty(_test.States.All);
    }

    [Fact]
    public void RecipientsFaults_ChangeNothing()
    {
        for (var count = 0; count < 100; count++) Assert.Equal(default, _test.Refuse("no such user"));
        Assert.Empty(_test.States.All);
    }

    [Fact]
    public void Throttling_SlowsTheSource_AndLetsOthersGoOn()
    {
        for (var count = 0; count < StateRules.Throttles - 1; count++) Assert.Equal(new RefusalVerdict(true, false), _test.Refuse("throttle", code: 450));
        Assert.Empty(_test.States.All);
        _test.Refuse("throttle", code: 450);
        var state = Assert.Single(_test.States.All);
        Assert.Equal((SendingStateKind.Slowed, StateRules.Throttled, false), (state.Kind, state.Actor, state.IsPolicy));
        Assert.Equal(TimeSpan.Zero, _test.States.WayFor("one", "gmail").Wait);
        _test.Time.Advance(StateRules.SlowedFor);
        Assert.Empty(_test.States.All);
    }

    [Fact]
    public void ProvidersOwnWish_IsHeeded_UpToTheLongestPause()
    {
        _test.Refuse("ip-block", silence: TimeSpan.FromHours(4));
        Assert.Equal(StatesUnderTest.Start.AddHours(4), _test.Find("source=one provider=gmail")!.Until);
        _test.Refuse("ip-block", source: "two", silence: TimeSpan.FromDays(9));
        Assert.Equal(StatesUnderTest.Start.AddHours(24), _test.Find("source=two provider=gmail")!.Until);
    }
}
