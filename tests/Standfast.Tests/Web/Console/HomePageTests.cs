using Microsoft.Extensions.DependencyInjection;
using Standfast.Accounts.Users;
using Standfast.Web.Console.Home;
using Standfast.Web.Console.Shell;

namespace Standfast.Tests.Web.Console;

public sealed class HomePageTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 2, 3, 4, 0, TimeSpan.Zero);

    [Fact]
    public async Task Page_SaysTheVerdictsInWords_WithFiguresAndReasons()
    {
        var html = await RenderAsync(new HomeView(
            Verdict.Paused, "Nothing goes out for now: gmail.", [new HomeIncident("INC-1", "gmail", "ip-reputation", "provider=gmail", "contained", s_now)],
            [new VerdictLine("shop/bulk", Verdict.Safe, "1,200 delivered in 7 days, 0.4 % bounced.", null, null)], [new VerdictLine("gmail", Verdict.Paused, "421 4.7.28 <b>unusual rate</b>", s_now, "next try 2 Jan 04:04 UTC")],
            [new LimitLine("yahoo: complaints of main", "0.06 % of 0.3 % (3 of 5,000 in 7 d)", 0.2, 0.333, Verdict.Safe, false, "limit in 6 h at this rate", "mail is deferred", "https://senders.example")],
            new HomeAct(s_now, "Paused", "provider=gmail", "421 <i>", "block"), 12_345, 20_000));
        foreach (var part in (string[])[
            "</span> Paused</span>", "421 4.7.28 &lt;b&gt;unusual rate&lt;/b&gt;", "next try 2 Jan 04:04 UTC", "0.06 % of 0.3 %", "limit in 6 h at this rate", "width=\"20\"", "x=\"33.3\"", "12,345", "421 &lt;i&gt;", "By the rule block",
            "<time datetime=\"2026-01-02T03:04:00Z\">2 Jan 2026 03:04 UTC</time>", "href=\"/console/incidents/INC-1\"", "aria-current=\"page\""])
            Assert.Contains(part, html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>unusual", html, StringComparison.Ordinal);
        // No room, no link.
        Assert.DoesNotContain("/console/held", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_TeachesTheNextStep_WhereThereIsNothing()
    {
        var html = await RenderAsync(new HomeView(Verdict.Safe, "Nothing was sent in 7 days, and nothing restricts sending.", [], [], [], [], null, 0, 0));
        Assert.Contains("standfast credential add", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Open incidents</h2>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Html_HasNothingThatThePolicyForbids()
    {
        var html = await RenderAsync(new HomeView(Verdict.Watch, "Look.", [], [], [], [new LimitLine("a", "b", 2, null, Verdict.Watch, true, "passed", "c", "d")], null, 0, 0));
        foreach (var part in (string[])["<script", " style=", " onclick", "<style", "http://"]) Assert.DoesNotContain(part, html, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<string> RenderAsync(HomeView view)
    {
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        var frame = new ConsoleFrame("Home", new ConsoleUser("ann", UserRole.Owner, s_now), "token", "/console", [new ConsoleRoom("/console", "Home"), new ConsoleRoom("/console/incidents", "Incidents")], null, "mail.example.org");
        return await ConsolePage.RenderAsync(services, frame, typeof(HomePage), view);
    }
}
