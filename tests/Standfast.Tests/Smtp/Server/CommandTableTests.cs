namespace Standfast.Tests.Smtp.Server;

/// <summary>Every command in every state (RFC 5321 §4.1.4, RFC 3207 §4, RFC 4954 §4).</summary>
public sealed class CommandTableTests
{
    private const string Plain = "AUTH PLAIN AGFsaWNlAHNlY3JldA==";

    // The commands that lead from a greeting to each state. Secured: right after the handshake. The last three are under TLS.
    private static readonly Dictionary<string, string[]> s_states = new()
    {
        ["greeted"] = [],
        ["hello"] = ["EHLO c.example"],
        ["mail"] = ["EHLO c.example", "MAIL FROM:<a@c.example>"],
        ["rcpt"] = ["EHLO c.example", "MAIL FROM:<a@c.example>", "RCPT TO:<b@example.net>"],
        ["secured"] = [],
        ["tls-hello"] = ["EHLO c.example"],
        ["tls-rcpt"] = ["EHLO c.example", "MAIL FROM:<a@c.example>", "RCPT TO:<b@example.net>"],
        ["known"] = ["EHLO c.example", Plain],
    };

    // One column a state, in the order above.
    private static readonly (string Command, string Codes)[] s_table =
    [
        ("EHLO c.example          ", "250 250 250 250 250 250 250 250"),
        ("HELO c.example          ", "250 250 250 250 250 250 250 250"),
        ("ehlo                    ", "501 501 501 501 501 501 501 501"),
        ("MAIL FROM:<a@c.example> ", "503 250 503 503 503 250 503 250"),
        ("mail from: <>           ", "503 250 503 503 503 250 503 250"),
        ("RCPT TO:<b@example.net> ", "503 503 250 250 503 503 250 503"),
        ("RCPT TO:<no@example.net>", "503 503 550 550 503 503 550 503"),
        ("DATA                    ", "503 503 554 354 503 503 354 503"),
        ("DATA now                ", "501 501 501 501 501 501 501 501"),
        ("RSET                    ", "250 250 250 250 250 250 250 250"),
        ("RSET now                ", "501 501 501 501 501 501 501 501"),
        ("NOOP                    ", "250 250 250 250 250 250 250 250"),
        ("NOOP anything           ", "250 250 250 250 250 250 250 250"),
        ("VRFY b                  ", "252 252 252 252 252 252 252 252"),
        ("EXPN list               ", "502 502 502 502 502 502 502 502"),
        ("HELP                    ", "214 214 214 214 214 214 214 214"),
        ("QUIT                    ", "221 221 221 221 221 221 221 221"),
        ("STARTTLS                ", "220 220 220 220 503 503 503 503"),
        ("STARTTLS now            ", "501 501 501 501 501 501 501 501"),
        (Plain, "538 538 538 538 503 235 503 503"),
        ("AUTH CRAM-MD5           ", "538 538 538 538 503 504 503 503"),
        ("BDAT 0 LAST             ", "500 500 500 500 500 500 500 500"),
        ("MAILFROM:<a@c.example>  ", "500 500 500 500 500 500 500 500"),
        ("                        ", "500 500 500 500 500 500 500 500"),
    ];

    public static TheoryData<string, string, string> Cases()
    {
        var cases = new TheoryData<string, string, string>();
        foreach (var (command, codes) in s_table)
            foreach (var (state, code) in s_states.Keys.Zip(codes.Split(' ')))
                cases.Add(state, command.TrimEnd(), code);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Command_IsAnsweredByItsCode_InEveryState(string state, string command, string code)
    {
        await using var session = await InAsync(state);
        Assert.Equal(code, (await session.TellAsync(command)).Split('\n')[^1][..3]);
        Assert.Empty(session.Faults);
    }

    // RCPT is answered by 250 within a transaction and by 503 without one.
    [Theory]
    [InlineData("EHLO c.example", "503")]
    [InlineData("HELO c.example", "503")]
    [InlineData("RSET", "503")]
    [InlineData("EHLO", "250")]
    [InlineData("RSET now", "250")]
    [InlineData("MAIL FROM:<other@c.example>", "250")]
    [InlineData("RCPT TO:<no@example.net>", "250")]
    [InlineData("RCPT TO:<>", "250")]
    [InlineData("NOOP", "250")]
    [InlineData("VRFY b", "250")]
    [InlineData("HELP", "250")]
    [InlineData("FOO", "250")]
    [InlineData(Plain, "250")]
    [InlineData("STARTTLS now", "250")]
    public async Task Transaction_EndsOnlyBySomeCommands(string command, string code)
    {
        await using var session = await InAsync("rcpt");
        var resets = session.Handler.Resets;
        await session.TellAsync(command);
        Assert.Equal(code == "503", session.Handler.Resets > resets);
        Assert.StartsWith(code, await session.TellAsync("RCPT TO:<c@example.net>"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("QUIT")]
    [InlineData("quit")]
    public async Task Quit_EndsTheSession_AndWhatWasPipelinedBehindIt(string quit)
    {
        await using var session = await InAsync("rcpt");
        await session.Peer.SendAsync($"{quit}\r\nNOOP\r\nDATA\r\n");
        Assert.Equal(["221 2.0.0 Bye"], await session.Peer.ReadToEndAsync());
        Assert.DoesNotContain("DATA", session.Handler.Calls);
    }

    private static async Task<SessionUnderTest> InAsync(string state)
    {
        var isTls = state is "secured" or "tls-hello" or "tls-rcpt" or "known";
        return await SessionUnderTest.StartAsync(implicitTls: isTls, commands: s_states[state]);
    }
}
