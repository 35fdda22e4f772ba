using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Standfast.Accounts.Pauses;
using Standfast.Accounts.Users;
using Standfast.Queue;
using Standfast.Web.Console.Held;

namespace Standfast.Tests.Web.Console.Held;

public sealed partial class HeldRoomTests : IDisposable
{
    private const string Hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>";

    private readonly HeldUnderTest _held = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _held.Dispose();

    [Fact]
    public async Task Groups_AreBySenderAndReason_AndWordsOfOthersStayText()
    {
        _held.Queue.Content = Encoding.UTF8.GetBytes($"Subject: {Hostile}\r\nX-Sly: {Hostile}\r\nContent-Type: text/html\r\n\r\n<p>Buy {Hostile} now</p>\r\n");
        await _held.HoldAsync("web", Hostile, "a@example.net", "b@example.net");
        var second = await _held.HoldAsync("web", Hostile, "c@example.net");
        await _held.HoldAsync("till", "by hand", "d@example.net");
        await _held.AcceptAsync("web", "free@example.net");
        await using var host = await ConsoleHost.StartAsync(_held.AddTo);
        using var browser = await host.LogInAsync(UserRole.Operator);

        var page = (await browser.GetAsync("/console/held")).Html;
        Assert.Contains("<bdi>credential web</bdi>: 2 messages</h3>", page, StringComparison.Ordinal);
        Assert.Contains("<bdi>credential till</bdi>: 1 message</h3>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("free@example.net", page, StringComparison.Ordinal);
        var links = ActLink().Matches(page).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value)).ToList();
        Assert.Equal(6, links.Count);
        var asked = (await browser.GetAsync(links[0])).Html;
        Assert.Contains("Release 2 messages to 3 recipients</button>", asked, StringComparison.Ordinal);
        Assert.Contains("Buy", asked, StringComparison.Ordinal);
        foreach (var html in (string[])[page, asked])
        {
            Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", html, StringComparison.Ordinal);
            Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<img src=x", html, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Equal(RecipientStatus.Held, await _held.StatusAsync(second));
    }

    [Fact]
    public async Task Release_OfAGroup_NeedsAReason_AndTakesNothingElseAlong()
    {
        var one = await _held.HoldAsync("web", "looks odd", "a@example.net");
        var other = await _held.HoldAsync("web", "another reason", "b@example.net");
        await using var host = await ConsoleHost.StartAsync(_held.AddTo);
        using var browser = await host.LogInAsync(UserRole.Operator);
        var group = Assert.Single((await Reader().ReadAsync(Stop)).Groups, group => group.Why == "looks odd");

        await browser.GetAsync("/console/held");
        var refused = await browser.PostAsync("/console/held/act", ("action", "release"), ("kind", "group"), ("id", group.Key), ("reason", "  "));
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains("id=\"reason-error\"", refused.Html, StringComparison.Ordinal);
        Assert.Contains("aria-invalid=\"true\"", refused.Html, StringComparison.Ordinal);
        Assert.Equal((RecipientStatus.Held, 1), (await _held.StatusAsync(one), (await host.AuditAsync()).Count));

        var done = await browser.PostAsync("/console/held/act", ("action", "release"), ("kind", "group"), ("id", group.Key), ("reason", "I wrote it"));
        Assert.Equal((HttpStatusCode.SeeOther, "/console/held"), (done.Status, done.Location));
        Assert.Contains("Released: 1 message to 1 recipient.", (await browser.GetAsync("/console/held")).Html, StringComparison.Ordinal);
        Assert.Equal((RecipientStatus.Queued, RecipientStatus.Held), (await _held.StatusAsync(one), await _held.StatusAsync(other)));
        var entry = (await host.AuditAsync())[^1];
        Assert.Equal(("ann from 127.0.0.1", "queue.release", "held of credential web: looks odd", "1 recipients of 1 messages: I wrote it"), (entry.Actor, entry.Action, entry.Subject, entry.Detail));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.PostAsync("/console/held/act", ("action", "release"), ("kind", "group"), ("id", group.Key), ("reason", "again"))).Status);
    }

    [Fact]
    public async Task Delete_OfAMessage_TellsNobody_AndReturnDoes()
    {
        var (deleted, returned) = (await _held.HoldAsync("web", "odd", "a@example.net"), await _held.HoldAsync("web", "odd", "b@example.net"));
        await using var host = await ConsoleHost.StartAsync(_held.AddTo);
        using var browser = await host.LogInAsync(UserRole.Operator);
        await browser.GetAsync("/console/held");
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.PostAsync("/console/held/act", ("action", "delete"), ("kind", "message"), ("id", deleted.ToString()), ("reason", "spam"))).Status);
        Assert.Null(await _held.StatusAsync(deleted));
        Assert.Equal(RecipientStatus.Held, await _held.StatusAsync(returned));
        Assert.Equal(2, _held.Queue.Spool.Messages.Count);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.PostAsync("/console/held/act", ("action", "return"), ("kind", "message"), ("id", returned.ToString()), ("reason", "not wanted"))).Status);
        Assert.Null(await _held.StatusAsync(returned));
        Assert.Equal(3, _held.Queue.Spool.Messages.Count);
        Assert.Equal(["queue.discard", "queue.bounce"], (await host.AuditAsync()).Skip(1).Select(entry => entry.Action));
    }

    [Fact]
    public async Task HeldCredential_IsReleased_WithWhatWaitsOfIt()
    {
        var (its, others) = (await _held.AcceptAsync("web", "a@example.net"), await _held.HoldAsync("till", "by hand", "b@example.net"));
        await _held.HoldSenderAsync("web", "sent 900 messages in an hour, normal are 20");
        await using var host = await ConsoleHost.StartAsync(_held.AddTo);
        using var browser = await host.LogInAsync(UserRole.Operator);
        var page = (await browser.GetAsync("/console/held")).Html;
        Assert.Contains("sent 900 messages in an hour, normal are 20", page, StringComparison.Ordinal);
        Assert.Contains("The sender is stopped too", page, StringComparison.Ordinal);
        Assert.Contains("Release 1 message to 1 recipient</button>", (await browser.GetAsync(HeldRoom.PathTo("release", "sender", "web"))).Html, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync("/console/held/act", ("action", "release"), ("kind", "sender"), ("id", "web"), ("reason", ""))).Status);
        Assert.NotNull(_held.Watch.Find("web")?.Hold);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.PostAsync("/console/held/act", ("action", "release"), ("kind", "sender"), ("id", "web"), ("reason", "our campaign"))).Status);
        Assert.Null(_held.Watch.Find("web")?.Hold);
        Assert.Equal((RecipientStatus.Queued, RecipientStatus.Held), (await _held.StatusAsync(its), await _held.StatusAsync(others)));
        Assert.Equal(("sender.release", "web", "1 messages released: our campaign"), ((await host.AuditAsync())[^1].Action, (await host.AuditAsync())[^1].Subject, (await host.AuditAsync())[^1].Detail));
    }

    [Fact]
    public async Task Pause_IsResumed_AndOffersNoDeletion()
    {
        var id = await _held.AcceptAsync("web", "a@example.net");
        await _held.Pauses.PauseAsync(new PauseTarget.OfAccount(HeldUnderTest.Account), "a leak", "bob", Stop);
        Assert.Equal(RecipientStatus.Held, await _held.StatusAsync(id));
        await using var host = await ConsoleHost.StartAsync(_held.AddTo);
        using var browser = await host.LogInAsync(UserRole.Operator);
        Assert.Contains("a leak", (await browser.GetAsync("/console/held")).Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(HeldRoom.PathTo("delete", "pause", "account:shop"))).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.PostAsync("/console/held/act", ("action", "release"), ("kind", "pause"), ("id", "account:shop"), ("reason", "closed"))).Status);
        Assert.Empty(_held.Pauses.All);
        Assert.Equal(RecipientStatus.Queued, await _held.StatusAsync(id));
        Assert.Equal("resume", (await host.AuditAsync())[^1].Action);
    }

    [Fact]
    public async Task Viewer_Looks_AndChangesNothing_AndNobodyDoesWithoutTheToken()
    {
        var id = await _held.HoldAsync("web", "odd", "a@example.net");
        await using var host = await ConsoleHost.StartAsync(_held.AddTo);
        using var viewer = await host.LogInAsync(UserRole.Viewer);
        var page = await viewer.GetAsync("/console/held");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.DoesNotContain("/console/held/act", page.Html, StringComparison.Ordinal);
        (string, string)[] release = [("action", "release"), ("kind", "message"), ("id", id.ToString()), ("reason", "x")];
        Assert.Equal(HttpStatusCode.Forbidden, (await viewer.PostAsync("/console/held/act", release)).Status);
        using var browser = await host.LogInAsync(UserRole.Operator, "bob");
        Assert.Null(browser.FormToken);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.PostAsync("/console/held/act", release)).Status);
        Assert.Equal(RecipientStatus.Held, await _held.StatusAsync(id));
    }

    [Fact]
    public async Task Recipients_OfOneMessage_HeldForTwoReasons_AreTwoGroups()
    {
        var id = await _held.AcceptAsync("web", "a@example.net", "b@example.net");
        await _held.Queue.Queue.HoldAsync(new QueueFilter(id) { Recipient = Standfast.Mail.EmailAddress.Parse("a@example.net") }, "one", Stop);
        await _held.Queue.Queue.HoldAsync(new QueueFilter(id) { Recipient = Standfast.Mail.EmailAddress.Parse("b@example.net") }, "two", Stop);
        await using var host = await ConsoleHost.StartAsync(_held.AddTo);
        using var browser = await host.LogInAsync(UserRole.Operator);
        await browser.GetAsync("/console/held");
        var group = Assert.Single((await Reader().ReadAsync(Stop)).Groups, group => group.Why == "two");
        await browser.PostAsync("/console/held/act", ("action", "release"), ("kind", "group"), ("id", group.Key), ("reason", "x"));
        Assert.Equal([RecipientStatus.Held, RecipientStatus.Queued], (await _held.Queue.Queue.FindAsync(id, Stop))!.States.Select(state => state.Status));
    }

    [Fact]
    public async Task Empty_SaysSo()
    {
        await using var host = await ConsoleHost.StartAsync(_held.AddTo);
        using var browser = await host.LogInAsync(UserRole.Viewer);
        Assert.Contains("Nothing is held", (await browser.GetAsync("/console/held")).Html, StringComparison.Ordinal);
    }

    private HeldReader Reader() => new(_held.Queue.Queue, _held.Queue.Events, _held.Queue.Spool, _held.Pauses, _held.Watch);

    [GeneratedRegex("href=\"(/console/held/act[^\"]+)\"")]
    private static partial Regex ActLink();
}
