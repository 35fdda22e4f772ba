using Microsoft.Extensions.Time.Testing;
using Standfast.Recovery;
using Standfast.Reputation.Incidents;
using Standfast.Storage.Sqlite;
using Standfast.Tests.Storage;

namespace Standfast.Tests.Recovery;

/// <summary>From detected to closed, in an order that is one; every step is on disk when it is said to be.</summary>
public sealed class IncidentLifeTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));

    /// <summary>For each stage those that a person may bring it to.</summary>
    public static TheoryData<IncidentStage, string> Allowed => new()
    {
        { IncidentStage.Detected, "Contained Diagnosed Reinstated Closed" },
        { IncidentStage.Contained, "Diagnosed Reinstated Closed" },
        { IncidentStage.Diagnosed, "Remedied Reinstated Closed" },
        { IncidentStage.Remedied, "Diagnosed Requested Reinstated Closed" },
        { IncidentStage.Requested, "Reinstated Refused" },
        { IncidentStage.Reinstated, "Ramping Closed" },
        { IncidentStage.Refused, "Diagnosed Requested Reinstated Closed" },
        { IncidentStage.Ramping, "Closed" },
        { IncidentStage.Closed, "" },
    };

    [Theory]
    [MemberData(nameof(Allowed))]
    public void Stages_FollowEachOther_InTheirOrderAlone(IncidentStage stage, string allowed)
    {
        var incident = new Incident("INC-7", "ses", "complaint", "everything", _time.GetUtcNow(), "paused") { Stage = stage };
        Assert.Equal(allowed.Split(' ', StringSplitOptions.RemoveEmptyEntries), Enum.GetValues<IncidentStage>().Where(next => IncidentLife.WhyNot(incident, next) is null).Select(next => next.ToString()));
        foreach (var next in Enum.GetValues<IncidentStage>())
            if (IncidentLife.WhyNot(incident, next) is { } refusal)
                PrintedCommands.AssertAllParse($"{stage} to {next}", refusal);
    }

    [Fact]
    public void EveryStep_IsTheSame_AfterTheStoreIsOpenedAgain()
    {
        using var folder = new TemporaryFolder();
        Act(folder, book => book.Open("ses", "complaint", "everything", "paused", "admin", new IncidentNotice("suspension", "paused.", _time.GetUtcNow().AddDays(1), ["192.0.2.9"], ["shop.example"], ["<1@shop.example>"]), "contact-provider"));
        foreach (var stage in (IncidentStage[])[IncidentStage.Contained, IncidentStage.Diagnosed, IncidentStage.Remedied, IncidentStage.Requested, IncidentStage.Refused, IncidentStage.Requested, IncidentStage.Reinstated, IncidentStage.Ramping, IncidentStage.Closed])
        {
            _time.Advance(TimeSpan.FromHours(1));
            Act(folder, book => book.Mark("INC-1", stage, $"because of {stage}", "ada").Incident!);
        }

        Act(folder, book =>
        {
            var incident = book.Find("INC-1")!;
            Assert.Equal((IncidentStage.Closed, IncidentStatus.Resolved, true), (incident.Stage, incident.Status, incident.IsOver));
            Assert.Equal(("ada", "because of Contained", _time.GetUtcNow().AddHours(-8)), (incident.Stages[1].Actor, incident.Stages[1].Text, incident.Stages[1].At));
            Assert.Equal(10, incident.Stages.Length);
            return incident;
        });
    }

    [Fact]
    public void Refused_ChangesNothing_AndSaysWhatToDo()
    {
        var book = new IncidentBook(new FakeIncidentStore(), _time);
        book.Open("ses", "complaint", "everything", "paused", "admin");
        var (incident, refusal) = book.Mark("INC-1", IncidentStage.Requested, "asked", "ada");
        Assert.Contains("incident check INC-1", refusal, StringComparison.Ordinal);
        Assert.Equal((IncidentStage.Detected, 1), (incident!.Stage, incident.Timeline.Length));
        Assert.Equal((null, null), book.Mark("INC-9", IncidentStage.Closed, "x", "ada"));
    }

    [Fact]
    public void Rules_BringItAlong_AndARelapseBeginsAnew()
    {
        var book = new IncidentBook(new FakeIncidentStore(), _time);
        book.Report(Sign("550 blocked") with { Contained = "source=one provider=gmail is paused by rule:block" });
        Assert.Equal([IncidentStage.Detected, IncidentStage.Contained], book.All[0].Stages.Select(one => one.Stage));
        book.Change("INC-1", (known, now) => known with { Remedy = [new RemedyMark("x", RemedyState.Signed, now, "ada", "")], Diagnosed = new DiagnosedCause(SuspensionCause.Content, now, "ada", "") });
        book.Report(Sign("probe") with { Step = IncidentStep.Resuming });
        book.Report(Sign("step 1") with { Step = IncidentStep.Resuming });
        book.Report(Sign("all is well") with { Step = IncidentStep.Resolved });
        Assert.Equal([IncidentStage.Detected, IncidentStage.Contained, IncidentStage.Ramping, IncidentStage.Closed], book.All[0].Stages.Select(one => one.Stage));
        book.Report(Sign("550 blocked again"));
        Assert.Equal((IncidentStage.Detected, IncidentStatus.Open, 0, (DiagnosedCause?)null), (book.All[0].Stage, book.All[0].Status, book.All[0].Remedy.Length, book.All[0].Diagnosed));
    }

    [Theory]
    [InlineData("Open", IncidentStage.Detected)]
    [InlineData("Resuming", IncidentStage.Ramping)]
    [InlineData("Resolved", IncidentStage.Closed)]
    public void OldDatabase_Opens_AndTheStageFollowsFromTheStatus(string status, IncidentStage stage)
    {
        using var folder = new TemporaryFolder();
        SqliteIncidentStore.Open(folder.File("incidents.db")).Dispose();
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={folder.File("incidents.db")};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO incidents VALUES('INC-3', $a)";
            command.Parameters.AddWithValue("$a", $$"""
                {"Id":"INC-3","Counterparty":"gmail","Cause":"ip-reputation","Scope":"source=one provider=gmail","OpenedAt":"2026-11-20T08:00:00+00:00","Text":"550 blocked","Status":"{{status}}","RuleId":"r","Action":"a","Signals":2,"LastSeenAt":"2026-11-20T09:00:00+00:00","ResolvedAt":{{(status == "Resolved" ? "\"2026-11-25T08:00:00+00:00\"" : "null")}},"Evidence":[],"Timeline":[{"At":"2026-11-20T08:00:00+00:00","Actor":"r","Text":"opened: 550 blocked"}],"IsOver":false}
                """);
            command.ExecuteNonQuery();
        }

        Act(folder, book =>
        {
            var incident = book.Find("INC-3")!;
            Assert.Equal((stage, status, 0), (incident.Stage, incident.Status.ToString(), incident.Remedy.Length));
            Assert.Equal(IncidentStage.Detected, incident.Stages[0].Stage);
            return book.Note("INC-3", "seen", "ada", resolves: false)!;
        });
        Act(folder, book => book.Find("INC-3")!);
    }

    /// <summary>Opens the store, acts, ends without a word as a kill would, and opens it again: the same is there.</summary>
    private void Act(TemporaryFolder folder, Func<IncidentBook, Incident> act)
    {
        Incident after;
        using (var store = SqliteIncidentStore.Open(folder.File("incidents.db"))) after = act(new IncidentBook(store, _time));
        using var again = SqliteIncidentStore.Open(folder.File("incidents.db"));
        var read = new IncidentBook(again, _time).Find(after.Id)!;
        Assert.Equal(Text(after), Text(read));
    }

    private static string Text(Incident incident) => System.Text.Json.JsonSerializer.Serialize(incident);

    private static IncidentSignal Sign(string text) => new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero), "gmail", "ip-reputation", "source=one provider=gmail", IncidentStep.Seen, text) { RuleId = "google-block" };
}
