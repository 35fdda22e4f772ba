using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Standfast.Accounts.Users;
using Standfast.Web;
using Standfast.Web.Console.Shell;

namespace Standfast.Tests.Web.Console;

public sealed class ConsoleGateTests
{
    [Fact]
    public async Task Page_LeadsToTheLogin_WhenNobodyIsLoggedIn()
    {
        await using var host = await ConsoleHost.StartAsync();
        await host.AddUserAsync("ann", UserRole.Owner);
        using var browser = host.Open();
        var answer = await browser.GetAsync("/console/held?stream=a%2Fb");
        Assert.Equal((HttpStatusCode.SeeOther, "/console/login?to=%2Fconsole%2Fheld%3Fstream%3Da%252Fb"), (answer.Status, answer.Location));
        Assert.Equal("/console", (await browser.GetAsync("/")).Location);
    }

    [Fact]
    public async Task Headers_AreOnEveryAnswer()
    {
        await using var host = await ConsoleHost.StartAsync();
        await host.AddUserAsync("ann", UserRole.Owner);
        using var browser = host.Open();
        foreach (var path in (string[])["/console", "/console/login", "/console/nothing", "/console/assets/console.css", "/Console/login"])
        {
            var headers = (await browser.GetAsync(path)).Headers;
            Assert.Equal("default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'", Assert.Single(headers.GetValues("Content-Security-Policy")));
            Assert.Equal(["nosniff", "no-referrer", "same-origin", "no-store"], ((string[])["X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy", "Cache-Control"]).Select(name => headers.GetValues(name).Single()));
        }
    }

    [Fact]
    public async Task Post_IsRefused_WhenAnotherSiteSentIt()
    {
        await using var host = await ConsoleHost.StartAsync();
        using var browser = await host.LogInAsync(UserRole.Owner);
        await browser.GetAsync("/console/nothing");
        Assert.NotNull(browser.FormToken);
        foreach (var headers in ((string, string)[][])[[], [("Origin", "https://evil.example")], [("Origin", "null")], [("Sec-Fetch-Site", "cross-site"), ("Origin", browser.Url)], [("Sec-Fetch-Site", "same-site")], [("Sec-Fetch-Site", "none")]])
        {
            var answer = await browser.SendAsync("/console/logout", headers);
            Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
            Assert.Contains("sent by another site", answer.Html, StringComparison.Ordinal);
        }

        // The session is still there; an old browser's form is known by its origin.
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/console/nothing")).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.SendAsync("/console/logout", [("Origin", browser.Url)])).Status);
    }

    [Fact]
    public async Task Post_IsRefused_WithoutTheTokenOfItsSession()
    {
        await using var host = await ConsoleHost.StartAsync();
        using var ann = await host.LogInAsync(UserRole.Owner);
        using var bob = await host.LogInAsync(UserRole.Owner, "bob");
        await ann.GetAsync("/console/nothing");
        await bob.GetAsync("/console/nothing");
        Assert.NotEqual(ann.FormToken, bob.FormToken);
        foreach (var token in (string?[])[null, "", "x", bob.FormToken, ann.FormToken + "0"])
        {
            ann.FormToken = token;
            var answer = await ann.PostAsync("/console/logout");
            Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
            Assert.Contains("out of date", answer.Html, StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await ann.GetAsync("/console/nothing")).Status);
    }

    [Fact]
    public async Task Post_IsRefused_WhenItIsNoForm()
    {
        await using var host = await ConsoleHost.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(host.Url) };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/console/login") { Content = new StringContent("{}", null, "application/json") };
        request.Headers.Add("Origin", host.Url);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task Change_NeedsTheRoleOfItsRoute()
    {
        await using var host = await ConsoleHost.StartAsync(map: server =>
        {
            server.MapPost("/console/test/owner", () => Results.Text("done"));
            server.MapPost("/console/test/operator", () => Results.Text("done")).ForOperators();
            server.MapPost("/console/test/anybody", () => Results.Text("done")).ChangesNothing();
            server.MapGet("/console/test", () => Results.Text("seen"));
        });
        string[] paths = ["/console/test/owner", "/console/test/operator", "/console/test/anybody"];
        foreach (var (role, allowed) in ((UserRole, int)[])[(UserRole.Viewer, 1), (UserRole.Operator, 2), (UserRole.Owner, 3)])
        {
            using var browser = await host.LogInAsync(role, role.ToString().ToLowerInvariant());
            Assert.Equal("seen", (await browser.GetAsync("/console/test")).Html);
            await browser.GetAsync("/console/nothing");
            foreach (var (path, index) in paths.Select((path, index) => (path, index)))
            {
                var answer = await browser.PostAsync(path);
                Assert.Equal(index >= 3 - allowed ? HttpStatusCode.OK : HttpStatusCode.Forbidden, answer.Status);
                Assert.Equal(index < 3 - allowed, answer.Html.Contains("Your role does not allow this", StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public async Task Notice_IsShownOnce_AndOnlyWhereTheSessionSealedIt()
    {
        await using var host = await ConsoleHost.StartAsync(map: server => server.MapPost("/console/test", (HttpContext http) => ConsolePage.Done(http, "/console/nothing", "2 < 3 messages are released.")));
        using var browser = await host.LogInAsync(UserRole.Owner);
        await browser.GetAsync("/console/nothing");
        Assert.Equal((HttpStatusCode.SeeOther, "/console/nothing"), await browser.PostAsync("/console/test") is var answer ? (answer.Status, answer.Location) : default);
        var cookie = browser.Cookies["standfast_notice"]!.Value;
        Assert.Contains("2 &lt; 3 messages are released.", (await browser.GetAsync("/console/nothing")).Html, StringComparison.Ordinal);
        Assert.DoesNotContain("messages are released", (await browser.GetAsync("/console/nothing")).Html, StringComparison.Ordinal);

        using var other = await host.LogInAsync(UserRole.Owner, "bob");
        other.Add("standfast_notice", cookie);
        Assert.DoesNotContain("messages are released", (await other.GetAsync("/console/nothing")).Html, StringComparison.Ordinal);
        other.Add("standfast_notice", "KzI=.x");
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync("/console/nothing")).Status);
    }
}
