using System.Net;
using Standfast.Accounts.Users;
using Standfast.Recovery;

namespace Standfast.Tests.Web.Console.Incidents;

public sealed class IncidentsRoomTests
{
    private readonly IncidentsUnderTest _incidents = new();

    [Fact]
    public async Task List_ShowsOpenOnes_AndOthersWhereAsked()
    {
        _incidents.Book.Open("outlook", "content", "provider=outlook", "554 no", "anna");
        _incidents.Book.Note("INC-2", "it is over", "anna", resolves: true);
        await using var host = await ConsoleHost.StartAsync(_incidents.AddTo);
        using var browser = await host.LogInAsync(UserRole.Viewer);
        var open = (await browser.GetAsync("/console/incidents")).Html;
        Assert.Contains("One incident is open.", open, StringComparison.Ordinal);
        Assert.Contains("iCloud Mail stops or slows your mail to apple since 26 Nov 2026 12:00 UTC: ip reputation.", open, StringComparison.Ordinal);
        Assert.DoesNotContain("INC-2", open, StringComparison.Ordinal);
        Assert.DoesNotContain("incidents/new", open, StringComparison.Ordinal);
        var closed = (await browser.GetAsync("/console/incidents?state=closed")).Html;
        Assert.Contains("INC-2", closed, StringComparison.Ordinal);
        Assert.DoesNotContain("INC-1", closed, StringComparison.Ordinal);
        Assert.Contains("None is refused. There are 2 in all.", (await browser.GetAsync("/console/incidents?state=refused")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Incident_ShowsTheirWordsAsText_CausesStepsAndTimeline()
    {
        _incidents.Diagnose();
        await using var host = await ConsoleHost.StartAsync(_incidents.AddTo);
        using var browser = await host.LogInAsync(UserRole.Operator);
        var page = (await browser.GetAsync("/console/incidents/1")).Html;
        Assert.Contains("<blockquote><bdi>550 5.7.1 blocked &lt;script&gt;alert(1)&lt;/script&gt;</bdi></blockquote>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("2 of 2 steps are left.", page, StringComparison.Ordinal);
        Assert.Contains("<strong>compromise</strong>", page, StringComparison.Ordinal);
        Assert.Contains("the cause is compromise: a key", page, StringComparison.Ordinal);
        Assert.Contains("Next: settle the 2 steps that are left of the checklist.", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/console/incidents/9")).Status);
    }

    [Fact]
    public async Task Step_IsCheckedSignedOrPassedOver_ByName()
    {
        _incidents.Diagnose();
        await using var host = await ConsoleHost.StartAsync(_incidents.AddTo);
        using var browser = await host.LogInAsync(UserRole.Operator);
        await browser.GetAsync("/console/incidents/1");
        Assert.Equal("/console/incidents/INC-1", (await browser.PostAsync("/console/incidents/1/check")).Location);
        Assert.Contains("no sender is held and no credential was revoked since", (await browser.GetAsync("/console/incidents/1")).Html, StringComparison.Ordinal);

        var refused = await browser.PostAsync("/console/incidents/1/sign", ("step", "stop"), ("by", "Eve <b>"), ("note", "really"));
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains("The check of stop says that it is not done", refused.Html, StringComparison.Ordinal);
        var noName = await browser.PostAsync("/console/incidents/1/sign", ("step", "done"), ("by", ""), ("note", "kept <i>"));
        Assert.Contains("id=\"sign-done-error\"", noName.Html, StringComparison.Ordinal);
        Assert.Contains("value=\"kept &lt;i&gt;\"", noName.Html, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.SeeOther, (await browser.PostAsync("/console/incidents/1/sign", ("step", "done"), ("by", "Eve"), ("note", "by hand"))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync("/console/incidents/1/override", ("step", "stop"), ("reason", ""))).Status);
        _incidents.IsStopped = true;
        await browser.PostAsync("/console/incidents/1/check");
        Assert.Equal(IncidentStage.Remedied, _incidents.Incident.Stage);
        Assert.Equal(["incident.check", "incident.sign", "incident.check"], (await host.AuditAsync()).Skip(1).Select(entry => entry.Action));
        Assert.Equal("done by Eve: by hand", (await host.AuditAsync())[2].Detail);
    }

    [Fact]
    public async Task Notice_OpensAnIncident_AndIsKeptWhereItIsRefused()
    {
        await using var host = await ConsoleHost.StartAsync(_incidents.AddTo);
        using var browser = await host.LogInAsync(UserRole.Operator);
        await browser.GetAsync("/console/incidents/new");
        var refused = await browser.PostAsync("/console/incidents/new", ("notice", ""), ("counterparty", "het\"zner"));
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains("id=\"notice-error\"", refused.Html, StringComparison.Ordinal);
        Assert.Contains("value=\"het&quot;zner\"", refused.Html, StringComparison.Ordinal);
        var opened = await browser.PostAsync("/console/incidents/new", ("notice", "From: abuse@hoster.example\r\nSubject: Spam from your server\r\n\r\nYour server 192.0.2.10 sends unsolicited mail.\r\nPlease answer within 24 hours, or we block port 25."));
        Assert.Equal((HttpStatusCode.SeeOther, "/console/incidents/INC-2"), (opened.Status, opened.Location));
        var page = (await browser.GetAsync(opened.Location!)).Html;
        Assert.Contains("INC-2 is open.", page, StringComparison.Ordinal);
        Assert.Contains("They want an answer by", page, StringComparison.Ordinal);
        Assert.Equal("incident.open", (await host.AuditAsync())[^1].Action);
    }

    [Fact]
    public async Task Stage_IsMarked_OnlyWhereItMayFollow_AndNotesStandInTheTimeline()
    {
        _incidents.Diagnose();
        await using var host = await ConsoleHost.StartAsync(_incidents.AddTo);
        using var browser = await host.LogInAsync(UserRole.Operator);
        await browser.GetAsync("/console/incidents/1");
        var refused = await browser.PostAsync("/console/incidents/1/mark", ("stage", "requested"), ("reason", "I telephoned"));
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains("is not remedied", refused.Html, StringComparison.Ordinal);
        Assert.Contains("value=\"I telephoned\"", refused.Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.PostAsync("/console/incidents/1/note", ("text", "we <b>looked</b>"))).Status);
        Assert.Contains("we &lt;b&gt;looked&lt;/b&gt;", (await browser.GetAsync("/console/incidents/1")).Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.PostAsync("/console/incidents/1/mark", ("stage", "closed"), ("reason", "a false alarm"))).Status);
        Assert.True(_incidents.Incident.IsOver);
        Assert.DoesNotContain("/mark", (await browser.GetAsync("/console/incidents/1")).Html, StringComparison.Ordinal);
        Assert.Contains("# Incident INC-1", (await browser.GetAsync("/console/incidents/1/report")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Viewer_ChangesNothing()
    {
        _incidents.Diagnose();
        var before = _incidents.Incident;
        await using var host = await ConsoleHost.StartAsync(_incidents.AddTo);
        using var browser = await host.LogInAsync(UserRole.Viewer);
        var page = (await browser.GetAsync("/console/incidents/1")).Html;
        foreach (var action in (string[])["check", "cause", "sign", "override", "note", "mark", "request/facts", "request/override", "request/send", "request/sent"])
        {
            Assert.DoesNotContain($"/{action}\"", page, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.Forbidden, (await browser.PostAsync($"/console/incidents/1/{action}", ("cause", "content"), ("reason", "x"), ("text", "x"), ("stage", "closed"), ("step", "done"), ("by", "x"))).Status);
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await browser.PostAsync("/console/incidents/new", ("notice", "x"))).Status);
        Assert.Same(before, _incidents.Incident);
    }
}
