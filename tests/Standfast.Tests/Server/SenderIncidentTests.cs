using Standfast.Policy.Compromise;
using Standfast.Recovery;
using Standfast.Server.Composition;
using Standfast.Tests.Policy.Compromise;
using Standfast.Tests.Recovery;

namespace Standfast.Tests.Server;

/// <summary>A held sender is an incident of its own, once, until a person lifts the hold.</summary>
public sealed class SenderIncidentTests
{
    private readonly WatchUnderTest _test = new();
    private readonly FakeIncidentStore _store = new();
    private IncidentBook _book;

    public SenderIncidentTests()
    {
        _book = new IncidentBook(_store, _test.Time);
        Connect(_test.Watch);
    }

    [Fact]
    public async Task HeldSender_IsOneContainedIncident_ThatNamesIt_AndEndsWithTheHold()
    {
        Attack();
        var incident = Assert.Single(_book.All);
        Assert.Equal(("guard", "sender-unlike-itself", "account=default credential=shop-1", IncidentStage.Contained, 1L), (incident.Counterparty, incident.Cause, incident.Scope, incident.Stage, incident.Signals));
        Assert.StartsWith("SF-7001", incident.Text, StringComparison.Ordinal);
        await _test.Watch.ReleaseAsync("shop-1", "it was us", TestContext.Current.CancellationToken);
        Assert.Equal(IncidentStage.Closed, Assert.Single(_book.All).Stage);
    }

    [Fact]
    public void HoldWhoseReportACrashCutOff_IsReportedAtTheStart_AndWhatAPersonEndedStaysSo()
    {
        Attack();
        _book = new IncidentBook(new FakeIncidentStore(), _test.Time);
        _test.Restart();
        Connect(_test.Watch);
        Assert.Equal("account=default credential=shop-1", Assert.Single(_book.All).Scope);
        _book.Note("INC-1", "looked at", "anna", resolves: true);
        _test.Restart();
        Connect(_test.Watch);
        Assert.True(Assert.Single(_book.All).IsOver);
    }

    private void Connect(SenderWatch watch)
    {
        var reports = new SenderIncidents(_book);
        watch.Held += reports.Report;
        watch.Lifted += reports.Resolve;
        reports.Reconcile(watch.Holds);
    }

    private void Attack()
    {
        _test.LiveAsShop("shop-1", 15, 6);
        for (var number = 0; number < 60; number++) _test.Send("shop-1", $"198.51.{number % 50}.7", WatchUnderTest.Spam(number).Subject, WatchUnderTest.Spam(number).Text, recipients: $"victim{number}@example{number % 30}.com");
    }
}
