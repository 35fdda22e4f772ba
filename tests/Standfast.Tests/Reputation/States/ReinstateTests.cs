using System.Collections.Immutable;
using Standfast.Recovery.Return;
using Standfast.Reputation.States;
using Standfast.Storage.Sqlite;
using Standfast.Tests.Storage;

namespace Standfast.Tests.Reputation.States;

/// <summary>A return by steps of its own: it goes on by good days, and back by itself.</summary>
public sealed class ReinstateTests
{
    private const string Way = "source=one provider=gmail";

    private static readonly ImmutableArray<int> s_ramp = [1, 50, 75, 112];

    private readonly StatesUnderTest _world = new();

    [Fact]
    public void Ramp_GoesOnByDays_ThenAllIsOpen()
    {
        Begin();
        Accept(1);
        Assert.Equal((1, 50), Step());
        foreach (var expected in (int[])[75, 112])
        {
            Accept(1);
            _world.Time.Advance(TimeSpan.FromHours(23));
            _world.States.Settle();
            Assert.NotEqual(expected, Step().PerStep);
            _world.Time.Advance(TimeSpan.FromHours(1));
            _world.States.Settle();
            Assert.Equal(expected, Step().PerStep);
        }

        Accept(1);
        _world.Time.Advance(TimeSpan.FromDays(1));
        _world.States.Settle();
        Assert.Equal((SendingStateKind.Open, 0), (_world.Find(Way)!.Kind, _world.Find(Way)!.Ramp.Length));
    }

    [Fact]
    public void ANewRefusal_PausesAtOnce_AndTheRampBeginsAnew()
    {
        Begin();
        Accept(1);
        _world.Refuse("quoted");
        Assert.Equal(SendingStateKind.Paused, _world.Find(Way)!.Kind);
        _world.Time.Advance(TimeSpan.FromHours(3));
        _world.States.Settle();
        Assert.Equal((0, 1), Step());
        Accept(1);
        Assert.Equal((1, 50), Step());
    }

    [Fact]
    public void ThrottlingAndComplaints_TakeAStepBack_AtMostOnceAnHour()
    {
        Begin();
        Accept(1);
        Accept(1);
        _world.Time.Advance(TimeSpan.FromDays(1));
        _world.States.Settle();
        Assert.Equal((2, 75), Step());
        _world.Time.Advance(TimeSpan.FromHours(2));
        for (var index = 0; index < 25; index++) _world.Refuse("throttle", code: 450);
        Assert.Equal((1, 50), Step());
        _world.States.Doubt("one", "gmail");
        Assert.Equal((1, 50), Step());
        Accept(1);
        _world.Time.Advance(TimeSpan.FromDays(1));
        _world.States.Settle();
        _world.Time.Advance(TimeSpan.FromHours(2));
        _world.States.Doubt("one", "gmail");
        Assert.Equal((1, 50), Step());
        Assert.Contains("complain too much", _world.Find(Way)!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Ramp_SurvivesARestart()
    {
        using var folder = new TemporaryFolder();
        Begin();
        var state = _world.Find(Way)!;
        using (var store = SqliteStateStore.Open(Path.Combine(folder.Path, "states.db"))) store.Save(state);
        using var again = SqliteStateStore.Open(Path.Combine(folder.Path, "states.db"));
        var read = Assert.Single(again.Load());
        Assert.Equal(s_ramp, read.Ramp);
        Assert.Equal(TimeSpan.FromDays(1), read.StepTime);
    }

    [Fact]
    public void WhatIsOpen_IsNotReinstated() => Assert.Null(_world.States.Reinstate(new StateKey(Provider: "gmail"), s_ramp, TimeSpan.FromDays(1), "x", "anna"));

    [Theory]
    [InlineData(0, new[] { 1, 50, 75, 112, 168 })]
    [InlineData(30, new[] { 1, 50 })]
    [InlineData(100, new[] { 1, 50, 75, 112 })]
    [InlineData(700, new[] { 1, 75, 112, 168 })]
    public void Steps_BeginAtATenthOfWhatWas(double former, int[] expected) => Assert.Equal(expected, ReturnRamp.Of([50, 75, 112, 168], former));

    [Theory]
    [InlineData("3d", true)]
    [InlineData("3d, transactional=12h", true)]
    [InlineData("transactional=1d", false)]
    [InlineData("3d, 2d", false)]
    [InlineData("3w", false)]
    [InlineData("3d, =2d", false)]
    [InlineData("", false)]
    public void StaleAfter_IsAnAge_ThenThatOfStreams(string text, bool isRule)
    {
        Assert.Equal(isRule, StaleAfter.TryParse(text, out var rule));
        if (text.Contains("12h", StringComparison.Ordinal)) Assert.Equal((TimeSpan.FromHours(12), TimeSpan.FromDays(3)), (rule.Of("transactional"), rule.Of("bulk")));
    }

    private void Begin()
    {
        _world.Refuse("ip-block");
        Assert.True(StateKey.TryParse(Way, out var key));
        Assert.NotNull(_world.States.Reinstate(key!, s_ramp, TimeSpan.FromDays(1), "they let us", "anna"));
        Assert.Equal((0, 1), Step());
    }

    private void Accept(int count)
    {
        var way = _world.States.WayFor("one", "gmail");
        for (var index = 0; index < count; index++)
        {
            Assert.True(way.TryTake());
            way.Accepted();
        }
    }

    private (int? Step, int? PerStep) Step() => (_world.Find(Way)!.Step, _world.Find(Way)!.PerStep);
}
