using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Standfast.Accounts.Users;
using Standfast.Delivery.Shaping;
using Standfast.Mail;
using Standfast.Policy.Suppression;
using Standfast.Queue;
using Standfast.Recovery;
using Standfast.Reputation.Classification;
using Standfast.Tests.Policy.Suppression;
using Standfast.Tests.Reputation.States;
using Standfast.Tests.Web.Console.Held;
using Standfast.Web.Console.Messages;

namespace Standfast.Tests.Web.Console.Messages;

public sealed class MessagesRoomTests : IDisposable
{
    private readonly HeldUnderTest _mail = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _mail.Dispose();

    [Fact]
    public async Task Search_FindsBySenderRecipientCredentialAndTime()
    {
        var delivered = await _mail.AcceptAsync("web", "a@example.net");
        await _mail.Queue.DeliverAsync((await _mail.Queue.TakeAsync())!);
        _mail.Queue.Time.Advance(TimeSpan.FromHours(2));
        var waiting = await _mail.AcceptAsync("till", "b@example.com");
        await using var host = await StartAsync();
        using var browser = await host.LogInAsync(UserRole.Viewer);
        async Task<(bool, bool)> FindAsync(string query)
        {
            var html = (await browser.GetAsync("/console/messages" + query)).Html;
            return (html.Contains(delivered.ToString(), StringComparison.Ordinal), html.Contains(waiting.ToString(), StringComparison.Ordinal));
        }

        Assert.Equal((true, true), await FindAsync(""));
        Assert.Equal((true, false), await FindAsync("?q=a%40example.net"));
        Assert.Equal((false, true), await FindAsync("?q=example.com"));
        Assert.Equal((true, true), await FindAsync("?q=sender%40example.org"));
        Assert.Equal((false, true), await FindAsync("?credential=till"));
        Assert.Equal((true, false), await FindAsync("?from=2026-01-01T00:00&to=2026-01-01T01:00"));
        Assert.Equal((false, true), await FindAsync("?from=2026-01-01T01:00"));
        Assert.Equal((false, false), await FindAsync("?q=nobody%40example.org"));
        Assert.Equal($"/console/messages/{delivered}", (await browser.GetAsync($"/console/messages?q={delivered}")).Location);
        var refused = await browser.GetAsync("/console/messages?from=yesterday&q=%3Cb%3E");
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains("value=\"&lt;b&gt;\"", refused.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_ShowsEachTry_TheRawReply_AndWhyItWaits()
    {
        _mail.Queue.Content = "Subject: =?utf-8?q?caf=C3=A9?= <b>\r\nX-Sly: <script>\r\n\r\nHello <img src=x>\r\n"u8.ToArray();
        var id = await _mail.AcceptAsync("web", "a@example.net");
        await _mail.Queue.EndAsync((await _mail.Queue.TakeAsync())!, new AttemptOutcome.Deferred(new SmtpReply(451, 4, 1, "later <script>alert(1)</script>")));
        await using var host = await StartAsync();
        using var browser = await host.LogInAsync(UserRole.Operator);
        var page = (await browser.GetAsync($"/console/messages/{id}")).Html;
        Assert.Contains("451 4.4.1 later &lt;script&gt;alert(1)&lt;/script&gt;", page, StringComparison.Ordinal);
        Assert.Contains("192.0.2.1:25", page, StringComparison.Ordinal);
        Assert.Contains("waiting</span>", page, StringComparison.Ordinal);
        Assert.Contains("caf&#xE9; &lt;b&gt;", page, StringComparison.Ordinal);
        Assert.Contains("X-Sly: &lt;script&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img src=x", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("/held/act", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/console/messages/00000000000000000000000000")).Status);
    }

    [Fact]
    public async Task HeldMessage_OffersItsRelease_ToWhomItIsAllowed()
    {
        var id = await _mail.HoldAsync("web", "odd", "a@example.net");
        await using var host = await StartAsync();
        using var viewer = await host.LogInAsync(UserRole.Viewer);
        Assert.DoesNotContain("/held/act", (await viewer.GetAsync($"/console/messages/{id}")).Html, StringComparison.Ordinal);
        using var browser = await host.LogInAsync(UserRole.Operator, "bob");
        var page = (await browser.GetAsync($"/console/messages/{id}")).Html;
        Assert.Contains($"/console/held/act?action=release&amp;kind=message&amp;id={id}", page, StringComparison.Ordinal);
        Assert.Contains("held</span>", page, StringComparison.Ordinal);
        // What the command line does by a command is done by a button here.
        Assert.Contains($"<a href=\"/console/messages/{id}\">Release it</a>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("standfast queue", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Sample_IsBounded()
    {
        var large = Encoding.ASCII.GetBytes($"Subject: x\r\nX-Long: {new string('h', 20_000)}\r\n\r\n{new string('t', 20_000)}\r\n");
        var sample = MessageSample.Of(large, large.Length);
        Assert.True(sample.IsCut);
        Assert.InRange(sample.Headers.Length, MessageSample.MaxHeaders, MessageSample.MaxHeaders + 5);
        Assert.InRange(sample.Text.Length, MessageSample.MaxText, MessageSample.MaxText + 5);
        Assert.Equal("plain", MessageSample.Of("Subject: x\r\n\r\nplain\r\n"u8.ToArray(), 20).Text);
        Assert.Equal("", MessageSample.Of(ReadOnlyMemory<byte>.Empty, 0).Subject);
    }

    private Task<ConsoleHost> StartAsync() => ConsoleHost.StartAsync(services =>
    {
        _mail.AddTo(services);
        services.AddSingleton<IReplyClassifier>(new FakeReplies()).AddSingleton(new SuppressionList(new FakeSuppressionStore(), new byte[16])).AddSingleton<ISiteList>(new NoSites()).AddSingleton<IncidentBook>(static _ => null!);
    });

    private sealed class NoSites : ISiteList
    {
        public IReadOnlyList<SiteStatus> ListSites() => [];
    }
}
