using System.Net;
using System.Text;
using Standfast.Accounts.Users;
using Standfast.Recovery;

namespace Standfast.Tests.Web.Console.Incidents;

public sealed class RequestRoomTests
{
    private static readonly (string, string)[] s_facts = [("cause", "a key was stolen"), ("done", "the key is revoked"), ("prevention", "keys are bound"), ("mail", "orders <b>only</b>"), ("consent", "they ordered"), ("sender", "ours alone"), ("recipient", "icloud.com"), ("feedback", "none")];

    private readonly IncidentsUnderTest _incidents = new();

    [Fact]
    public async Task Request_IsKeptBack_WhileAStepIsLeft_AndTellsWhatIsPassedOver()
    {
        _incidents.Diagnose();
        await using var host = await ConsoleHost.StartAsync(_incidents.AddTo);
        using var browser = await host.LogInAsync(UserRole.Operator);
        var kept = (await browser.GetAsync("/console/incidents/1/request")).Html;
        Assert.Contains("Asking now would not be true: 2 steps are left.", kept, StringComparison.Ordinal);
        Assert.Contains("#step-stop\">Stop the sender", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("/request/send\"", kept, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await browser.PostAsync("/console/incidents/1/request/send")).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await browser.GetAsync("/console/incidents/1/request/file?format=pdf")).Status);
        var noReason = await browser.PostAsync("/console/incidents/1/request/override", ("reason", " "));
        Assert.Equal(HttpStatusCode.BadRequest, noReason.Status);
        Assert.Contains("id=\"override-error\"", noReason.Html, StringComparison.Ordinal);
        Assert.Empty(_incidents.Sent);

        Assert.Equal("/console/incidents/INC-1/request", (await browser.PostAsync("/console/incidents/1/request/override", ("reason", "it is done by tomorrow"))).Location);
        Assert.Contains("We ask without it for this reason: it is done by tomorrow", (await browser.GetAsync("/console/incidents/1/request")).Html, StringComparison.Ordinal);
        Assert.Equal(("incident.override", "stop, done: it is done by tomorrow"), ((await host.AuditAsync())[^1].Action, (await host.AuditAsync())[^1].Detail));
    }

    [Fact]
    public async Task Facts_BecomeNotes_OnlyWhereTheyChanged_AndTheLetterTellsThem()
    {
        Remedy();
        await using var host = await ConsoleHost.StartAsync(_incidents.AddTo);
        using var browser = await host.LogInAsync(UserRole.Operator);
        var draft = (await browser.GetAsync("/console/incidents/1/request")).Html;
        Assert.Contains("A draft: something is missing", draft, StringComparison.Ordinal);
        await browser.PostAsync("/console/incidents/1/request/facts", s_facts);
        var count = _incidents.Incident.Timeline.Length;
        await browser.PostAsync("/console/incidents/1/request/facts", [.. s_facts.Where(field => field.Item1 != "done"), ("done", "")]);
        Assert.Equal(count, _incidents.Incident.Timeline.Length);
        var ready = (await browser.GetAsync("/console/incidents/1/request")).Html;
        Assert.Contains("Complete</span>", ready, StringComparison.Ordinal);
        Assert.Contains("a key was stolen", ready, StringComparison.Ordinal);
        Assert.Contains("<bdi>the key is revoked</bdi>", ready, StringComparison.Ordinal);
        Assert.Contains("orders &lt;b&gt;only&lt;/b&gt;", ready, StringComparison.Ordinal);
        Assert.Contains("ann from 127.0.0.1", _incidents.Incident.Timeline[^1].Actor, StringComparison.Ordinal);
        Assert.Equal("nothing was changed", (await host.AuditAsync())[^1].Detail);
    }

    [Fact]
    public async Task Send_MailsTheLetterOnce_AndTheIncidentWaits()
    {
        Remedy();
        await using var host = await ConsoleHost.StartAsync(_incidents.AddTo);
        using var browser = await host.LogInAsync(UserRole.Operator);
        await browser.GetAsync("/console/incidents/1/request");
        var missing = await browser.PostAsync("/console/incidents/1/request/send");
        Assert.Equal(HttpStatusCode.Conflict, missing.Status);
        Assert.Contains("facts are missing", missing.Html, StringComparison.Ordinal);
        await browser.PostAsync("/console/incidents/1/request/facts", s_facts);
        Assert.Equal("/console/incidents/INC-1", (await browser.PostAsync("/console/incidents/1/request/send")).Location);
        var letter = Encoding.UTF8.GetString(Assert.Single(_incidents.Sent).Content.Span);
        Assert.Contains("a key was stolen", letter, StringComparison.Ordinal);
        Assert.Equal(IncidentStage.Requested, _incidents.Incident.Stage);
        Assert.Contains("asked <bdi>apple</bdi> by a road", (await browser.GetAsync("/console/incidents/1")).Html, StringComparison.Ordinal);
        Assert.Equal("incident.send", (await host.AuditAsync())[^1].Action);
        Assert.Equal(HttpStatusCode.Conflict, (await browser.PostAsync("/console/incidents/1/request/send")).Status);
        Assert.Single(_incidents.Sent);
    }

    [Fact]
    public async Task Files_AreThoseOfTheApi_AndAudited()
    {
        Remedy();
        await using var host = await ConsoleHost.StartAsync(_incidents.AddTo);
        using var browser = await host.LogInAsync(UserRole.Operator);
        foreach (var (format, ending, part) in ((string, string, string)[])[("markdown", "md", "# Request to iCloud Mail"), ("html", "html", "<!DOCTYPE html>"), ("pdf", "pdf", "%PDF"), ("eml", "eml", "MIME-Version: 1.0")])
        {
            var answer = await browser.GetAsync($"/console/incidents/1/request/file?format={format}");
            Assert.Equal((HttpStatusCode.OK, $"attachment; filename=\"request-INC-1.{ending}\""), (answer.Status, answer.Disposition));
            Assert.Contains(part, answer.Html, StringComparison.Ordinal);
            Assert.Equal($"apple/mail as {format}, a draft", (await host.AuditAsync())[^1].Detail);
            using var nobody = host.Open();
            Assert.Equal(HttpStatusCode.SeeOther, (await nobody.GetAsync($"/console/incidents/1/request/file?format={format}")).Status);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/console/incidents/1/request/file?format=word")).Status);
    }

    [Fact]
    public async Task AnotherCounterparty_HasItsFieldsToPaste_AndNoButtonToSend()
    {
        Remedy();
        await using var host = await ConsoleHost.StartAsync(_incidents.AddTo);
        using var browser = await host.LogInAsync(UserRole.Operator);
        var page = (await browser.GetAsync("/console/incidents/1/request?counterparty=outlook")).Html;
        Assert.Contains("Fields to paste", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/request/send\"", page, StringComparison.Ordinal);
        Assert.Contains("There is no playbook &lt;b&gt;", (await browser.GetAsync("/console/incidents/1/request?counterparty=%3Cb%3E")).Html, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("/console/incidents/INC-1", (await browser.PostAsync("/console/incidents/1/request/sent", ("reason", "ticket 7"))).Location);
        Assert.Equal(IncidentStage.Requested, _incidents.Incident.Stage);
    }

    /// <summary>Nothing of the checklist is left.</summary>
    private void Remedy()
    {
        _incidents.Diagnose();
        foreach (var step in (string[])["stop", "done"]) _incidents.Remedies.Override("INC-1", step, "a test", "anna");
    }
}
