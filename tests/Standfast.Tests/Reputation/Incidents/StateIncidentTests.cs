using Standfast.Recovery;
using Standfast.Reputation.Incidents;
using Standfast.Reputation.States;
using Standfast.Tests.Recovery;
using Standfast.Tests.Reputation.States;

namespace Standfast.Tests.Reputation.Incidents;

/// <summary>What rules pause is an incident, with the provider's own words.</summary>
public sealed class StateIncidentTests
{
    private readonly StatesUnderTest _test = new();
    private readonly IncidentBook _book;

    public StateIncidentTests()
    {
        _book = new IncidentBook(new FakeIncidentStore(), _test.Time);
        _test.States.Changed += new StateIncidents(_book).Observe;
    }

    [Fact]
    public void Block_IsOneIncident_FromItsFirstReplyToTheEndOfTheRamp()
    {
        for (var count = 0; count < 5; count++) _test.Refuse("5.7.1 ip-block at 192.0.2.1");
        var incident = Assert.Single(_book.All);
        Assert.Equal(("gmail", "ip-reputation", "source=one provider=gmail", 5L), (incident.Counterparty, incident.Cause, incident.Scope, incident.Signals));
        Assert.Equal("550 5.7.1 5.7.1 ip-block at 192.0.2.1", incident.Text);
        Assert.Contains(incident.Timeline, entry => entry.Text == "source=one provider=gmail is paused until 2026-11-26 13:00:00Z by rule:ip-block");
        var way = _test.States.WayFor("one", "gmail");
        _test.Time.Advance(TimeSpan.FromHours(1));
        foreach (var _ in (int[])[1, 2, 3])
        {
            Assert.True(way.TryTake());
            way.Accepted();
            _test.Time.Advance(TimeSpan.FromHours(1));
            _test.States.Settle();
        }

        incident = Assert.Single(_book.All);
        Assert.True(incident.IsOver);
        Assert.Equal(2 + 3 + 1, incident.Timeline.Length);
    }

    [Fact]
    public void PersonsHold_IsNoIncident()
    {
        _test.States.Hold(new StateKey(Source: "one"), "new cable", "admin");
        _test.States.Resume(new StateKey(Source: "one"), "", "admin");
        Assert.Empty(_book.All);
    }

    [Fact]
    public void Throttling_IsNone()
    {
        for (var count = 0; count < 20; count++) _test.Refuse("throttle", code: 450);
        Assert.Empty(_book.All);
    }

    [Fact]
    public void PauseWhoseReportACrashCutOff_IsReportedAtTheStart_Once()
    {
        _test.Refuse("ip-block");
        var other = new IncidentBook(new FakeIncidentStore(), _test.Time);
        var reports = new StateIncidents(other);
        reports.Reconcile(_test.States.All, scope => other.FindOpen(scope) is not null);
        reports.Reconcile(_test.States.All, scope => other.FindOpen(scope) is not null);
        Assert.Equal((1L, "550 5.7.1 ip-block"), (Assert.Single(other.All).Signals, other.All[0].Text));
    }
}
