using System.Text;
using Standfast.Smtp.Server;

namespace Standfast.Tests.Smtp.Server;

/// <summary>AUTH (RFC 4954) with PLAIN (RFC 4616) and LOGIN.</summary>
public sealed class AuthTests
{
    private const string Good = "235 2.7.0 Authenticated";
    private const string Wrong = "535 5.7.8 User name or password is wrong";
    private const string Malformed = "501 5.5.2 Authentication cancelled or not base64";

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static Task<SessionUnderTest> StartAsync(SmtpServerOptions? options = null) =>
        SessionUnderTest.StartAsync(options: options, implicitTls: true, commands: ["EHLO c.example"]);

    [Theory]
    [InlineData("\0alice\0secret", Good)]
    [InlineData("alice\0alice\0secret", Good)] // oneself by name
    [InlineData("\0alice\0wrong", Wrong)]
    [InlineData("\0alice\0secret\0", Wrong)] // the NUL is the secret's
    [InlineData("\0bob\0secret", Wrong)]
    [InlineData("bob\0alice\0secret", Malformed)] // acting for another is not offered
    [InlineData("\0\0secret", Malformed)]
    [InlineData("\0alice\0", Malformed)]
    [InlineData("\0alice", Malformed)]
    [InlineData("alice", Malformed)]
    [InlineData("", Malformed)]
    public async Task Plain_IsJudged_WithOrWithoutInitialResponse(string message, string reply)
    {
        await using var session = await StartAsync();
        Assert.Equal(reply, await session.TellAsync($"AUTH PLAIN {(message.Length == 0 ? "=" : Base64(message))}"));
        await using var asked = await StartAsync();
        Assert.Equal("334 ", await asked.TellAsync("auth plain"));
        Assert.Equal(reply, await asked.TellAsync(Base64(message)));
        Assert.Equal(reply == Good ? "alice" : null, asked.Context.UserName);
    }

    [Theory]
    [InlineData("alice", "secret", Good)]
    [InlineData("alice", "Secret", Wrong)]
    [InlineData("bob", "secret", Wrong)]
    [InlineData("alice", "", Malformed)]
    public async Task Login_AsksForNameAndPassword(string user, string password, string reply)
    {
        await using var session = await StartAsync();
        Assert.Equal("334 VXNlcm5hbWU6", await session.TellAsync("AUTH LOGIN"));
        Assert.Equal("334 UGFzc3dvcmQ6", await session.TellAsync(Base64(user)));
        Assert.Equal(reply, await session.TellAsync(Base64(password)));
        await using var initial = await StartAsync();
        Assert.Equal("334 UGFzc3dvcmQ6", await initial.TellAsync($"AUTH LOGIN {Base64(user)}"));
        Assert.Equal(reply, await initial.TellAsync(Base64(password)));
    }

    [Theory]
    [InlineData("AUTH PLAIN", "*")]
    [InlineData("AUTH LOGIN", "*")]
    [InlineData("AUTH LOGIN YWxpY2U=", "*")]
    [InlineData("AUTH PLAIN", "")]
    [InlineData("AUTH PLAIN", "QUIT")] // four letters of base64, but no PLAIN message
    [InlineData("AUTH PLAIN", "AGFsaWNlAHNlY3JldA=")] // padding
    [InlineData("AUTH PLAIN", "AGFsaWNlAHNlY3JldA== ")]
    [InlineData("AUTH PLAIN", "AGFsaWNl AHNlY3JldA==")] // RFC 4954 §4: any character outside base64 is refused
    [InlineData("AUTH PLAIN", "AGFsaWNl\rAHNlY3JldA==")]
    [InlineData("AUTH PLAIN", "AGFsaWNlAHNlY3JldA==\r")]
    [InlineData("AUTH PLAIN", "\u00e9AGFsaWNlAHNlY3JldA==")]
    [InlineData("AUTH LOGIN", "alice!")]
    public async Task Exchange_IsRefused_AndTheSessionGoesOn(string command, string response)
    {
        await using var session = await StartAsync();
        Assert.StartsWith("334 ", await session.TellAsync(command), StringComparison.Ordinal);
        Assert.Equal(Malformed, await session.TellAsync(response));
        Assert.Empty(session.Handler.Calls);
        Assert.Equal(Good, await session.TellAsync($"AUTH PLAIN {Base64("\0alice\0secret")}"));
    }

    [Fact]
    public async Task Exchange_IsRefused_WhenALineEndsInABareLineFeed()
    {
        await using var session = await StartAsync();
        await session.TellAsync("AUTH PLAIN");
        await session.Peer.SendAsync($"{Base64("\0alice\0secret")}\n");
        Assert.Equal(Malformed, await session.Peer.ReadReplyAsync());
        Assert.Null(session.Context.UserName);
    }

    [Theory]
    [InlineData("AUTH PLAIN !!!", "501")]
    [InlineData("AUTH PLAIN AGFsaWNl AHNlY3JldA==", "501")]
    [InlineData("AUTH PLAIN\tAGFsaWNlAHNlY3JldA==", "504")]
    [InlineData("AUTH", "504")]
    [InlineData("AUTH XOAUTH2 abc", "504")]
    public async Task Command_IsRefused_WhenItsParametersAreWrong(string command, string code)
    {
        await using var session = await StartAsync();
        Assert.StartsWith(code, await session.TellAsync(command), StringComparison.Ordinal);
        Assert.Empty(session.Handler.Calls);
    }

    [Fact]
    public async Task Clear_IsNeverAskedForCredentials()
    {
        await using var session = await SessionUnderTest.StartAsync(commands: ["EHLO c.example"]);
        Assert.StartsWith("538 5.7.11", await session.TellAsync("AUTH LOGIN"), StringComparison.Ordinal);
        Assert.StartsWith("538 5.7.11", await session.TellAsync($"AUTH PLAIN {Base64("\0alice\0secret")}"), StringComparison.Ordinal);
        Assert.Empty(session.Handler.Calls);
    }

    [Fact]
    public async Task Failures_EndTheSession_AtTheLimit()
    {
        await using var session = await StartAsync(new SmtpServerOptions { Hostname = TestCertificate.Host, MaxAuthFailures = 2 });
        Assert.Equal(Wrong, await session.TellAsync($"AUTH PLAIN {Base64("\0alice\0a")}"));
        await session.Peer.SendAsync($"AUTH PLAIN {Base64("\0alice\0b")}\r\nAUTH PLAIN {Base64("\0alice\0secret")}\r\n");
        Assert.Equal([Wrong, "421 4.7.0 Too many failed logins, closing"], await session.Peer.ReadToEndAsync());
        Assert.Equal(2, session.Handler.Calls.Count);
    }

    [Fact]
    public async Task Cancelled_CountsAsAnError()
    {
        await using var session = await StartAsync(new SmtpServerOptions { Hostname = TestCertificate.Host, MaxErrors = 1 });
        await session.TellAsync("AUTH PLAIN");
        Assert.Equal(Malformed, await session.TellAsync("*"));
        await session.TellAsync("AUTH PLAIN");
        Assert.StartsWith("421 ", await session.TellAsync("*"), StringComparison.Ordinal);
        Assert.Null(await session.Peer.ReadReplyAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Exchange_IsRefused_WhenALineIsTooLong(bool isEnded)
    {
        await using var session = await StartAsync(new SmtpServerOptions { Hostname = TestCertificate.Host, MaxCommandOctets = 100 });
        await session.TellAsync("AUTH PLAIN");
        await session.Peer.SendAsync(new string('A', 10_000) + (isEnded ? "\r\n" : ""));
        Assert.Equal(Malformed, await session.Peer.ReadReplyAsync());
        Assert.Empty(session.Handler.Calls);
    }

    [Fact]
    public async Task Exchange_EndsWithTheLine_WhenThePeerHangsUp()
    {
        await using var session = await StartAsync();
        await session.TellAsync("AUTH LOGIN");
        await session.Peer.CloseAsync();
        await TextPeer.SoonAsync(session.Ended);
        Assert.Empty(session.Faults);
        Assert.Empty(session.Handler.Calls);
    }

    [Fact]
    public async Task Authenticated_IsNotOfferedAuthAgain()
    {
        await using var session = await StartAsync();
        await session.TellAsync($"AUTH PLAIN {Base64("\0alice\0secret")}");
        Assert.DoesNotContain("AUTH", await session.TellAsync("EHLO c.example"), StringComparison.Ordinal);
        Assert.Equal("alice", session.Context.UserName);
    }
}
