using System.Net;
using System.Text.RegularExpressions;
using OtpNet;
using Standfast.Accounts.Users;

namespace Standfast.Tests.Web.Console;

public sealed partial class SetupRoomTests
{
    [Fact]
    public async Task FirstOwner_IsMade_WithTheToken_AGoodPassword_AndACode()
    {
        await using var host = await ConsoleHost.StartAsync();
        using var browser = host.Open();
        Assert.Equal("/console/setup", (await browser.GetAsync("/console/login?to=%2Fconsole")).Location);
        Assert.Contains("Admin token", (await browser.GetAsync("/console/setup")).Html, StringComparison.Ordinal);

        var answer = await browser.PostAsync("/console/setup", ("token", "wrong"));
        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Contains("not the admin token", answer.Html, StringComparison.Ordinal);
        answer = await browser.PostAsync("/console/setup", ("token", ConsoleHost.AdminToken));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var id = SetupId().Match(answer.Html).Groups[1].Value;

        answer = await browser.PostAsync("/console/setup/account", ("setup", id), ("name", "Ann <b>"), ("password", "password"), ("again", "passwore"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        foreach (var part in (string[])["value=\"Ann &lt;b&gt;\"", "id=\"name-error\"", "id=\"password-error\"", "id=\"again-error\"", "is not a user name"]) Assert.Contains(part, answer.Html, StringComparison.Ordinal);
        // The code of nobody: the account is not chosen yet.
        Assert.Equal(HttpStatusCode.Gone, (await browser.PostAsync("/console/setup/code", ("setup", id), ("code", "000000"))).Status);
        answer = await browser.PostAsync("/console/setup/account", ("setup", id), ("name", "ann"), ("password", ConsoleHost.Password), ("again", ConsoleHost.Password));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var secret = Secret().Match(answer.Html).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);
        Assert.Empty(host.Users.Users);

        var code = new Totp(Base32Encoding.ToBytes(secret)).ComputeTotp(host.Time.GetUtcNow().UtcDateTime);
        answer = await browser.PostAsync("/console/setup/code", ("setup", id), ("code", code == "000000" ? "111111" : "000000"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("id=\"code-error\"", answer.Html, StringComparison.Ordinal);
        Assert.Empty(host.Users.Users);
        answer = await browser.PostAsync("/console/setup/code", ("setup", id), ("code", code));
        Assert.Equal((HttpStatusCode.SeeOther, "/console"), (answer.Status, answer.Location));
        var user = Assert.Single(host.Users.Users);
        Assert.Equal(("ann", UserRole.Owner, true), (user.Name, user.Role, user.HasTotp));
        var entry = Assert.Single(await host.AuditAsync());
        Assert.Equal(("user.add", "ann"), (entry.Action, entry.Subject));
        Assert.Contains("has an owner now", (await browser.GetAsync("/console/nothing")).Html, StringComparison.Ordinal);

        // The code is used up; the next one and the password open a session.
        using var second = host.Open();
        Assert.Equal(HttpStatusCode.Unauthorized, (await second.PostAsync("/console/login", ("name", "ann"), ("password", ConsoleHost.Password), ("code", code))).Status);
    }

    [Fact]
    public async Task Setup_IsRefused_OnceThereIsAUser()
    {
        await using var host = await ConsoleHost.StartAsync();
        using var browser = host.Open();
        var begun = SetupId().Match((await browser.PostAsync("/console/setup", ("token", ConsoleHost.AdminToken))).Html).Groups[1].Value;
        Assert.Equal(HttpStatusCode.OK, (await browser.PostAsync("/console/setup/account", ("setup", begun), ("name", "eve"), ("password", ConsoleHost.Password), ("again", ConsoleHost.Password))).Status);
        await host.AddUserAsync("ann", UserRole.Owner);
        Assert.Equal("/console/login", (await browser.GetAsync("/console/setup")).Location);
        Assert.Equal(HttpStatusCode.Conflict, (await browser.PostAsync("/console/setup", ("token", ConsoleHost.AdminToken))).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await browser.PostAsync("/console/setup/account", ("setup", begun), ("name", "eve"))).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await browser.PostAsync("/console/setup/code", ("setup", begun), ("code", "000000"))).Status);
        Assert.Equal("ann", Assert.Single(host.Users.Users).Name);
    }

    [Fact]
    public async Task Setup_Ends_AfterItsTime()
    {
        await using var host = await ConsoleHost.StartAsync();
        using var browser = host.Open();
        var id = SetupId().Match((await browser.PostAsync("/console/setup", ("token", ConsoleHost.AdminToken))).Html).Groups[1].Value;
        host.Time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(HttpStatusCode.Gone, (await browser.PostAsync("/console/setup/account", ("setup", id), ("name", "ann"), ("password", ConsoleHost.Password), ("again", ConsoleHost.Password))).Status);
    }

    [GeneratedRegex("name=\"setup\" value=\"([0-9a-f]{64})\"")]
    private static partial Regex SetupId();

    [GeneratedRegex("<code id=\"secret\">([A-Z2-7 ]+)</code>")]
    private static partial Regex Secret();
}
