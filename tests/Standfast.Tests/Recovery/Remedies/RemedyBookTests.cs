using Microsoft.Extensions.Time.Testing;
using Standfast.Recovery;
using Standfast.Recovery.Doctor;
using Standfast.Recovery.Remedies;
using Standfast.Storage.Sqlite;
using Standfast.Tests.Storage;

namespace Standfast.Tests.Recovery.Remedies;

/// <summary>A request waits for every step of the checklist: done, signed, or overridden in the open.</summary>
public sealed class RemedyBookTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));
    private SqliteIncidentStore _store;
    private IncidentBook _incidents;
    private RemedyBook _book;

    public RemedyBookTests() => (_store, _incidents, _book) = Open();

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Compromise_IsRemedied_StepByStep_OverKills()
    {
        Start(SuspensionCause.Compromise);
        AssertMayNot("steps are left, first compromise-contained");
        _book.Check("INC-1", Facts());
        Kill();
        Assert.Equal(RemedyState.Failing, Line("compromise-contained").State);
        AssertMayNot("no sender is held and no credential was revoked");
        Assert.NotNull(_book.Sign("INC-1", "compromise-contained", "Ada", "", "admin").Refusal);
        Assert.NotNull(_book.Sign("INC-1", "no-such-step", "Ada", "", "admin").Refusal);
        _book.Check("INC-1", Facts() with { HeldSenders = [("shop", 7)], Valid = ["shop"] });
        Kill();
        Assert.Equal((RemedyState.Done, RemedyState.Failing, RemedyState.Failing), (Line("compromise-contained").State, Line("compromise-revoked").State, Line("compromise-queue").State));
        _book.Check("INC-1", Facts() with { HeldSenders = [("shop", 0)], Revoked = ["shop"], Suppressed = 3 });
        Assert.Equal("revoked: shop", Line("compromise-revoked").Mark!.Text);
        AssertMayNot("compromise-way-in");
        Assert.Null(_book.Sign("INC-1", "compromise-way-in", "Ada Lovelace", "plugin removed", "admin").Refusal);
        Kill();
        Assert.Equal(("Ada Lovelace", "plugin removed", IncidentStage.Remedied), (Line("compromise-way-in").Mark!.Actor, Line("compromise-way-in").Mark!.Text, _incidents.Find("INC-1")!.Stage));
        Assert.True(_book.MayRequest(_incidents.Find("INC-1")!).May);
    }

    // Who stops mail to one provider for a reason of its own has stopped nothing of what another complains of.
    [Theory]
    [InlineData("provider=gmail", RemedyState.Failing)]
    [InlineData("source=192.0.2.1 provider=gmail", RemedyState.Failing)]
    [InlineData("account:shop", RemedyState.Done)]
    [InlineData("account=shop campaign=spring", RemedyState.Done)]
    [InlineData("provider=relay:smtp.example:587", RemedyState.Done)]
    [InlineData("provider=ses", RemedyState.Done)]
    public void Containment_IsWhatIsPausedOfIt_NotOfOthers(string paused, RemedyState expected)
    {
        Start(SuspensionCause.Bounces);
        _book.Check("INC-1", Facts() with { Paused = [paused] });
        Assert.Equal(expected, Line("bounces-contained").State);
    }

    [Fact]
    public void StepThatFailsAgain_TakesTheRemedyBack()
    {
        Start(SuspensionCause.Authentication);
        _book.Check("INC-1", Facts());
        Assert.Null(_book.Sign("INC-1", "auth-change", "Ada", "new registrar", "admin").Refusal);
        Assert.Equal(IncidentStage.Remedied, _incidents.Find("INC-1")!.Stage);
        _book.Check("INC-1", Facts(("DR-3022", CheckStatus.Fail)));
        Kill();
        Assert.Equal((IncidentStage.Diagnosed, RemedyState.Failing), (_incidents.Find("INC-1")!.Stage, Line("auth-dkim").State));
        AssertMayNot("DR-3022");
    }

    [Fact]
    public void Override_LetsARequestGo_AndIsNotHidden()
    {
        Start(SuspensionCause.Authentication);
        _book.Check("INC-1", Facts(("DR-3030", CheckStatus.Fail)));
        _book.Sign("INC-1", "auth-change", "Ada", "", "admin");
        Assert.Null(_book.Override("INC-1", "auth-dmarc", "the zone is moved tomorrow", "ada").Refusal);
        _book.Check("INC-1", Facts(("DR-3030", CheckStatus.Fail)));
        Kill();
        var permission = _book.MayRequest(_incidents.Find("INC-1")!);
        Assert.True(permission.May, permission.Why);
        Assert.Equal("the zone is moved tomorrow", Assert.Single(permission.Overridden).Mark!.Text);
        _book.Check("INC-1", Facts());
        Assert.Empty(_book.MayRequest(_incidents.Find("INC-1")!).Overridden);
    }

    [Fact]
    public void CheckThatCannotLook_IsSigned_AndTakesNobodysWordBack()
    {
        Start(SuspensionCause.Authentication);
        Assert.Contains("has a check", _book.Sign("INC-1", "auth-spf", "Ada", "", "admin").Refusal, StringComparison.Ordinal);
        _book.Check("INC-1", Facts() with { Doctor = null });
        Assert.Equal(RemedyState.Open, Line("auth-spf").State);
        Assert.Null(_book.Sign("INC-1", "auth-spf", "Ada", "asked another resolver", "admin").Refusal);
        _book.Check("INC-1", Facts() with { Doctor = null });
        Assert.Equal(RemedyState.Signed, Line("auth-spf").State);
        _book.Check("INC-1", Facts(("DR-3010", CheckStatus.Fail)));
        Assert.Equal(RemedyState.Failing, Line("auth-spf").State);
    }

    [Fact]
    public void NobodyToSuppress_IsDone()
    {
        Start(SuspensionCause.Bounces);
        _book.Check("INC-1", Facts());
        Assert.Equal(RemedyState.Failing, Line("bounces-suppressed").State);
        _book.Check("INC-1", Facts() with { Suppressible = 0 });
        Assert.Equal(RemedyState.Done, Line("bounces-suppressed").State);
    }

    [Fact]
    public void WithoutACause_ThereIsNoChecklist_AndNoRequest()
    {
        _incidents.Open("ses", "other", "everything", "paused", "admin");
        AssertMayNot("incident check INC-1");
        Assert.NotNull(_book.Sign("INC-1", "auth-spf", "Ada", "", "admin").Refusal);
        Assert.Equal((null, null), _book.Override("INC-9", "auth-spf", "x", "ada"));
    }

    [Fact]
    public void PersonsCause_StandsAgainstTheRules()
    {
        Start(SuspensionCause.Content);
        _book.Diagnose("INC-1", SuspensionCause.Policy, "they told me", "ada");
        _book.Diagnose("INC-1", SuspensionCause.Content, "by its words", "rule:diagnosis");
        Assert.Equal((SuspensionCause.Policy, "ada"), (_incidents.Find("INC-1")!.Diagnosed!.Cause, _incidents.Find("INC-1")!.Diagnosed!.Actor));
    }

    [Fact]
    public void HostsNotice_AddsItsSteps()
    {
        _incidents.Open("hetzner", "malware", "everything", "spam", "admin", new IncidentNotice("abuse-notice", "spam", null, [], [], []));
        _book.Diagnose("INC-1", SuspensionCause.Compromise, "held", "rule:diagnosis");
        Assert.Contains(_book.Checklist(_incidents.Find("INC-1")!), line => line.Step.Id == "host-answer");
    }

    [Fact]
    public void Requested_IsOneAtATime_AndARefusalAllowsAnother()
    {
        Start(SuspensionCause.Authentication);
        _book.Check("INC-1", Facts());
        _book.Sign("INC-1", "auth-change", "Ada", "", "admin");
        Assert.Null(_incidents.Mark("INC-1", IncidentStage.Requested, "by form", "ada").Refusal);
        AssertMayNot("one request at a time");
        Assert.Null(_incidents.Mark("INC-1", IncidentStage.Refused, "not enough", "ada").Refusal);
        Assert.True(_book.MayRequest(_incidents.Find("INC-1")!).May);
        Assert.Null(_incidents.Mark("INC-1", IncidentStage.Reinstated, "they wrote", "ada").Refusal);
        AssertMayNot("nothing to ask for");
    }

    private void Start(SuspensionCause cause)
    {
        _incidents.Open("ses", "other", "everything", "paused", "admin");
        _book.Diagnose("INC-1", cause, "by its words", "rule:diagnosis");
        Assert.Equal(IncidentStage.Diagnosed, _incidents.Find("INC-1")!.Stage);
    }

    private void AssertMayNot(string why)
    {
        var permission = _book.MayRequest(_incidents.Find("INC-1")!);
        Assert.False(permission.May);
        Assert.Contains(why, permission.Why, StringComparison.Ordinal);
        PrintedCommands.AssertAllParse(why, permission.Why);
    }

    private ChecklistLine Line(string step) => _book.Checklist(_incidents.Find("INC-1")!).Single(line => line.Step.Id == step);

    /// <summary>Nothing is left but what is on disk.</summary>
    private void Kill()
    {
        _store.Dispose();
        (_store, _incidents, _book) = Open();
    }

    [Theory]
    [InlineData("spamhaus-zen", "192.0.2.1 is listed", RemedyState.Done)]
    [InlineData("zen.spamhaus.org", "192.0.2.1 is listed", RemedyState.Done)]
    [InlineData("gmx", "554 5.7.1 blocked using zen.spamhaus.org", RemedyState.Done)]
    [InlineData("gmx", "554 5.7.1 blocked using bl.spamcop.net", RemedyState.Failing)]
    [InlineData("spamcop", "192.0.2.1 is listed", RemedyState.Failing)]
    public void ListThatIsAsked_IsNoOtherList(string counterparty, string text, RemedyState expected)
    {
        _incidents.Open(counterparty, "blocklist", "source=one", text, "admin");
        _book.Diagnose("INC-1", SuspensionCause.Listing, "seen", "admin");
        _book.Check("INC-1", Facts() with { Listings = [("spamhaus-zen", "zen.spamhaus.org", "192.0.2.1")] });
        Assert.Equal(expected, Line("listing-others").State);
    }

    private (SqliteIncidentStore Store, IncidentBook Incidents, RemedyBook Book) Open()
    {
        var store = SqliteIncidentStore.Open(_folder.File("incidents.db"));
        var incidents = new IncidentBook(store, _time);
        return (store, incidents, new RemedyBook(incidents, RemedyFilesTests.Shipped));
    }

    /// <summary>All is well, but for what is given.</summary>
    private RemedyFacts Facts(params (string Id, CheckStatus Status)[] wrong) => new(_time.GetUtcNow().AddDays(-3))
    {
        Doctor = [.. RemedyFilesTests.DoctorIds.Select(id => new CheckResult(id, CheckArea.Identity, wrong.FirstOrDefault(one => one.Id == id) is { Id: not null } found ? found.Status : CheckStatus.Ok, "title", "", "cause", "", null))],
        HeldSenders = [],
        Revoked = [],
        Valid = [],
        Paused = [],
        Listings = [],
        Suppressed = 0,
    };
}
