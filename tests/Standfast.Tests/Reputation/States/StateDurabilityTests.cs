using Standfast.Reputation.States;

namespace Standfast.Tests.Reputation.States;

/// <summary>What is in force outlives the process, and a broken disk ends nothing.</summary>
public sealed class StateDurabilityTests
{
    private readonly StatesUnderTest _test = new();

    [Fact]
    public void Pause_GoesOnWhereItWas_AfterARestart()
    {
        _test.Refuse("ip-block");
        _test.Time.Advance(TimeSpan.FromMinutes(20));
        _test.Open();
        Assert.Equal(TimeSpan.FromMinutes(40), _test.States.WayFor("one", "gmail").Wait);
        _test.Time.Advance(TimeSpan.FromMinutes(40));
        Assert.Equal(TimeSpan.Zero, _test.States.WayFor("one", "gmail").Wait);
        Assert.Equal(0, _test.Store.Kept.Values.Single().Step);
        _test.Open();
        Assert.Equal(1, _test.Find("source=one provider=gmail")!.PerStep);
    }

    [Fact]
    public void StoredPause_IsNeverLongerThanTheLongest_WhateverTheWallClockSays()
    {
        _test.Refuse("ip-block");
        _test.Store.Kept[new StateKey(Source: "one", Provider: "gmail")] = _test.States.All[0] with { Until = StatesUnderTest.Start.AddYears(10) };
        _test.Open();
        Assert.Equal(TimeSpan.FromHours(24), _test.States.WayFor("one", "gmail").Wait);
    }

    [Fact]
    public void BrokenStore_LeavesThePauseInForce_AndIsTriedAgain()
    {
        var faults = 0;
        _test.States.NotWritten += _ => faults++;
        _test.Store.IsBroken = true;
        Assert.True(_test.Refuse("ip-block").IsPaused);
        Assert.Equal(1, faults);
        Assert.True(_test.States.WayFor("one", "gmail").IsPaused);
        _test.Store.IsBroken = false;
        _test.Time.Advance(TimeSpan.FromSeconds(6));
        _test.States.Settle();
        Assert.Single(_test.Store.Kept);
    }

    [Fact]
    public void UnreadableStore_StopsTheStart()
    {
        _test.Store.IsBroken = true;
        Assert.Throws<IOException>(_test.Open);
    }

    [Fact]
    public void PersonsHold_IsDurableWhenItReturns_OrSaysSo()
    {
        var key = new StateKey(Provider: "gmail");
        _test.States.Hold(key, "they called", "admin");
        Assert.Equal(SendingStateKind.Held, _test.Store.Kept[key].Kind);
        _test.Store.IsBroken = true;
        Assert.Throws<IOException>(() => _test.States.Resume(key, "", "admin"));
    }

    [Fact]
    public void Resume_OpensAPersonsHold_AndProbesARulesPause()
    {
        _test.States.Hold(new StateKey(Source: "two"), "new cable", "admin");
        Assert.True(_test.States.WayFor("two", "gmail").IsPaused);
        Assert.Equal(SendingStateKind.Open, _test.States.Resume(new StateKey(Source: "two"), "", "admin")!.Kind);
        Assert.True(_test.States.WayFor("two", "gmail").IsOpen);
        _test.Refuse("ip-block");
        Assert.Equal((SendingStateKind.Slowed, 0, "admin"), _test.States.Resume(new StateKey(Source: "one", Provider: "gmail"), "asked them", "admin") is { } state ? (state.Kind, state.Step, state.Actor) : default);
        Assert.Null(_test.States.Resume(new StateKey(Source: "nine"), "", "admin"));
    }

    [Fact]
    public void SenderStates_StopTheirMail_AndNobodyElses()
    {
        Assert.True(StateKey.TryParse("account=shop campaign=may", out var key));
        _test.States.Hold(key, "bad list", "admin");
        Assert.Contains("bad list", _test.States.TryTake(StatesUnderTest.Shop)!.Value.Reason, StringComparison.Ordinal);
        Assert.Equal(SendingStateKind.Held, _test.States.FindFor(StatesUnderTest.Shop)!.Kind);
        Assert.Null(_test.States.TryTake(StatesUnderTest.Shop with { Campaign = null }));
        Assert.Null(_test.States.FindFor(StatesUnderTest.Shop with { Campaign = null }));
    }
}
