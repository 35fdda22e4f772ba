using Microsoft.Extensions.Time.Testing;
using Standfast.Recovery;
using Standfast.Reputation.Incidents;

namespace Standfast.Tests.Recovery;

/// <summary>One cause is one incident, from its first sign to its end.</summary>
public sealed class IncidentBookTests
{
    private const string Scope = "source=one provider=gmail";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));
    private readonly FakeIncidentStore _store = new();
    private readonly List<Incident> _turned = [];

    [Fact]
    public void Signs_OfOneCause_AreOneIncident_WithTheWordsOfTheFirst()
    {
        var book = Open();
        for (var count = 0; count < 50; count++) book.Report(Sign($"550 blocked {count}"));
        var incident = Assert.Single(book.All);
        Assert.Equal(("INC-1", "550 blocked 0", 50L, 20), (incident.Id, incident.Text, incident.Signals, incident.Evidence.Length));
        Assert.Equal(IncidentStatus.Open, incident.Status);
        Assert.Single(_turned);
        Assert.Equal(incident.Signals, _store.Kept["INC-1"].Signals);
    }

    [Fact]
    public void OtherCauses_Counterparties_AndScopes_AreOthers()
    {
        var book = Open();
        book.Report(Sign("x"));
        book.Report(Sign("x") with { Cause = "blocklist" });
        book.Report(Sign("x") with { Counterparty = "outlook" });
        book.Report(Sign("x") with { Scope = "source=two provider=gmail" });
        Assert.Equal(["INC-1", "INC-2", "INC-3", "INC-4"], book.All.Select(one => one.Id));
    }

    [Fact]
    public void Resumption_AndEnd_AreInTheTimeline_AndARelapseOpensItAgain()
    {
        var book = Open();
        book.Report(Sign("550 blocked"));
        book.Report(Sign("probe") with { Step = IncidentStep.Resuming });
        Assert.Equal(IncidentStatus.Resuming, book.All[0].Status);
        book.Report(Sign("resumed") with { Step = IncidentStep.Resolved });
        Assert.True(book.All[0].IsOver);
        _time.Advance(TimeSpan.FromDays(2));
        book.Report(Sign("550 blocked again"));
        var incident = Assert.Single(book.All);
        Assert.Equal((IncidentStatus.Open, (DateTimeOffset?)null), (incident.Status, incident.ResolvedAt));
        Assert.Equal(["opened: 550 blocked", "probe", "resumed", "again: 550 blocked again"], incident.Timeline.Select(entry => entry.Text));
        Assert.Equal([false, true, false], _turned.Select(one => one.IsOver));
    }

    [Fact]
    public void LongAfterItsEnd_TheSameIsANewIncident()
    {
        var book = Open();
        book.Report(Sign("550 blocked"));
        book.Report(Sign("resumed") with { Step = IncidentStep.Resolved });
        _time.Advance(TimeSpan.FromDays(8));
        book.Report(Sign("550 blocked"));
        Assert.Equal(2, book.All.Count);
    }

    [Fact]
    public void EndsOfNothing_AreNothing()
    {
        var book = Open();
        book.Report(Sign("resumed") with { Step = IncidentStep.Resolved });
        Assert.Empty(book.All);
    }

    [Fact]
    public void BrokenStore_LosesNothing_AndIsTriedAgain()
    {
        var book = Open();
        var faults = 0;
        book.NotWritten += _ => faults++;
        _store.IsBroken = true;
        book.Report(Sign("550 blocked"));
        Assert.Equal((1, 1, 0), (faults, book.All.Count, _store.Kept.Count));
        Assert.Throws<IOException>(() => book.Open("host", "other", "everything", "port 25 is closed", "admin"));
        _store.IsBroken = false;
        book.Report(Sign("550 blocked"));
        Assert.Equal(2, _store.Kept.Count);
        Assert.Equal(book.All.Select(one => one.Id), Open().All.Select(one => one.Id));
    }

    [Fact]
    public void Note_AddsALine_OrEndsIt()
    {
        var book = Open();
        var incident = book.Open("hoster", "port25", "everything", "your port 25 is closed", "admin");
        Assert.Equal(2, book.Note(incident.Id, "called them", "admin", resolves: false)!.Timeline.Length);
        Assert.True(book.Note("1", "open again", "admin", resolves: true)!.IsOver);
        Assert.Null(book.Note("INC-9", "x", "admin", resolves: false));
        Assert.Null(book.Find("nonsense"));
    }

    [Fact]
    public void Note_TurnsAnIncidentOnce_AndKeepsTheTimeOfItsEnd()
    {
        var book = Open();
        var incident = book.Open("hoster", "port25", "everything", "your port 25 is closed", "admin");
        book.Note(incident.Id, "called them", "admin", resolves: false);
        var ended = book.Note(incident.Id, "open again", "admin", resolves: true)!.ResolvedAt;
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(ended, book.Note(incident.Id, "said so again", "admin", resolves: true)!.ResolvedAt);
        Assert.Equal([false, true], _turned.Select(one => one.IsOver));
    }

    [Fact]
    public void Open_OfWhatIsOpen_TurnsNothing()
    {
        var book = Open();
        book.Open("hoster", "port25", "everything", "your port 25 is closed", "admin");
        book.Open("hoster", "port25", "everything", "they wrote again", "admin");
        Assert.Single(_turned);
    }

    [Fact]
    public void Timeline_IsBounded_AndKeepsBeginningAndEnd()
    {
        var book = Open();
        var incident = book.Open("hoster", "port25", "everything", "closed", "admin");
        for (var count = 0; count < 500; count++) incident = book.Note(incident.Id, $"note {count}", "admin", resolves: false)!;
        Assert.Equal((Incident.MaxTimeline, "opened: closed", "note 499"), (incident.Timeline.Length, incident.Timeline[0].Text, incident.Timeline[^1].Text));
    }

    private static IncidentSignal Sign(string text) => new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero), "gmail", "ip-reputation", Scope, IncidentStep.Seen, text) { RuleId = "google-block" };

    private IncidentBook Open()
    {
        var book = new IncidentBook(_store, _time);
        book.Turned += _turned.Add;
        return book;
    }
}
