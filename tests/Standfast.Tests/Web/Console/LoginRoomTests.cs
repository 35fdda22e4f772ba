using System.Net;
using Standfast.Accounts.Users;

namespace Standfast.Tests.Web.Console;

public sealed class LoginRoomTests
{
    [Fact]
    public async Task Login_OpensASession_ThatOnlyThisSiteSends_AndLogoutEndsIt()
    {
        await using var host = await ConsoleHost.StartAsync();
        await host.AddUserAsync("ann", UserRole.Owner);
        using var browser = host.Open();
        var answer = await browser.PostAsync("/console/login", ("name", "ann"), ("password", ConsoleHost.Password), ("to", "/console/held?all=true"));
        Assert.Equal((HttpStatusCode.SeeOther, "/console/held?all=true"), (answer.Status, answer.Location));
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("standfast_session=sfu_", cookie, StringComparison.Ordinal);
        Assert.EndsWith("; path=/; samesite=strict; httponly", cookie, StringComparison.Ordinal);
        var entry = Assert.Single(await host.AuditAsync());
        Assert.Equal(("ann from 127.0.0.1", "user.login", "ann"), (entry.Actor, entry.Action, entry.Subject));

        Assert.Equal("/console", (await browser.GetAsync("/console/login")).Location);
        await browser.GetAsync("/console/nothing");
        var token = browser.Cookies["standfast_session"]!.Value;
        Assert.Equal("/console/login", (await browser.PostAsync("/console/logout")).Location);
        Assert.Empty(browser.Cookies);
        using var thief = host.Open();
        var request = await thief.SendAsync("/console/logout", [("Origin", host.Url), ("Cookie", $"standfast_session={token}")]);
        Assert.Equal("/console/login", request.Location);
    }

    [Fact]
    public async Task Cookie_IsBoundToTheHost_BehindTls()
    {
        await using var host = await ConsoleHost.StartAsync();
        await host.AddUserAsync("ann", UserRole.Owner);
        using var browser = host.Open();
        var answer = await browser.SendAsync("/console/login", [("Sec-Fetch-Site", "same-origin"), ("X-Forwarded-Proto", "https")], ("name", "ann"), ("password", ConsoleHost.Password));
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("__Host-standfast_session=sfu_", cookie, StringComparison.Ordinal);
        Assert.EndsWith("; path=/; secure; samesite=strict; httponly", cookie, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Login_KeepsTheName_AndNeverThePassword_WhenItIsWrong()
    {
        await using var host = await ConsoleHost.StartAsync();
        await host.AddUserAsync("ann", UserRole.Owner);
        using var browser = host.Open();
        var answer = await browser.PostAsync("/console/login", ("name", "a\"nn<b>"), ("password", "wrong & secret"));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Contains("Name, password or code is wrong.", answer.Html, StringComparison.Ordinal);
        Assert.Contains("value=\"a&quot;nn&lt;b&gt;\"", answer.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", answer.Html, StringComparison.Ordinal);
        Assert.Empty(browser.Cookies);
        Assert.Empty(await host.AuditAsync());
    }

    [Fact]
    public async Task Login_AsksForTheCode_AndTakesItOnce()
    {
        await using var host = await ConsoleHost.StartAsync();
        await host.AddUserAsync("ann", UserRole.Owner);
        var key = TotpCodes.CreateKey();
        await host.Users.OfferTotpAsync("ann", key, TestContext.Current.CancellationToken);
        await host.Users.ConfirmTotpAsync("ann", 0, TestContext.Current.CancellationToken);
        var code = new OtpNet.Totp(key).ComputeTotp(host.Time.GetUtcNow().UtcDateTime);
        using var browser = host.Open();
        var answer = await browser.PostAsync("/console/login", ("name", "ann"), ("password", ConsoleHost.Password));
        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Contains("id=\"code-error\"", answer.Html, StringComparison.Ordinal);
        // As apps show it.
        answer = await browser.PostAsync("/console/login", ("name", "ann"), ("password", ConsoleHost.Password), ("code", $"{code[..3]} {code[3..]}"));
        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        using var second = host.Open();
        Assert.Equal(HttpStatusCode.Unauthorized, (await second.PostAsync("/console/login", ("name", "ann"), ("password", ConsoleHost.Password), ("code", code))).Status);
    }

    [Fact]
    public async Task Login_LeadsNowhereElse()
    {
        await using var host = await ConsoleHost.StartAsync();
        await host.AddUserAsync("ann", UserRole.Owner);
        using var browser = host.Open();
        Assert.Contains("name=\"to\" value=\"/console\"", (await browser.GetAsync("/console/login?to=%2F%2Fevil.example")).Html, StringComparison.Ordinal);
        Assert.Equal("/console", (await browser.PostAsync("/console/login", ("name", "ann"), ("password", ConsoleHost.Password), ("to", "//evil.example"))).Location);
    }
}
