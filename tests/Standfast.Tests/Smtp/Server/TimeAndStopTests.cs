namespace Standfast.Tests.Smtp.Server;

/// <summary>What ends a session from outside: the clock, the server's stop, the peer that does not read.</summary>
public sealed class TimeAndStopTests
{
    private const string TimedOut = "421 4.4.2 Timed out, closing";
    private const string Stopping = "421 4.3.2 Server is stopping; try again in a minute";

    private static readonly TimeSpan s_almost = SessionUnderTest.Options.CommandTimeout - TimeSpan.FromSeconds(1);
    private static readonly string[] s_opening = ["EHLO c.example", "MAIL FROM:<a@c.example>", "RCPT TO:<b@example.net>"];

    [Fact]
    public async Task Command_HasFiveMinutes_EachAnew()
    {
        await using var session = await SessionUnderTest.StartAsync();
        for (var round = 0; round < 3; round++)
        {
            session.Time.Advance(s_almost);
            Assert.StartsWith("250 ", await session.TellAsync("NOOP"), StringComparison.Ordinal);
        }

        session.Time.Advance(s_almost + TimeSpan.FromSeconds(2));
        Assert.Equal([TimedOut], await session.Peer.ReadToEndAsync());
    }

    [Fact]
    public async Task Command_TimesOut_HoweverItTrickles()
    {
        // On a line of one octet, the next can be sent when the session has seen this one.
        await using var session = SessionUnderTest.Start(capacity: 1);
        await session.Peer.ReadReplyAsync();
        foreach (var octet in "NO")
        {
            await session.Peer.SendAsync(octet.ToString());
            session.Time.Advance(s_almost);
        }

        Assert.Equal([TimedOut], await session.Peer.ReadToEndAsync());
    }

    [Fact]
    public async Task Content_TimesOut_HoweverItTrickles_AndIsAborted()
    {
        await using var session = SessionUnderTest.Start(capacity: 1);
        await session.Peer.ReadReplyAsync();
        foreach (var command in (string[])[.. s_opening, "DATA"]) await session.TellAsync(command);
        for (var part = 0; part < 3; part++)
        {
            await session.Peer.SendAsync("x\r\n");
            session.Time.Advance(SessionUnderTest.Options.ContentTimeout / 3);
        }

        Assert.Equal([TimedOut], await session.Peer.ReadToEndAsync());
        Assert.Equal("ABORT", session.Handler.Calls[^1]);
        Assert.Empty(session.Faults);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Session_Ends_WhenThePeerReadsNothing(bool isTls)
    {
        await using var session = SessionUnderTest.Start(implicitTls: isTls, capacity: 16 * 1024);
        if (isTls) await session.Peer.ConnectTlsAsync();
        var sending = session.Peer.SendAsync(string.Concat(Enumerable.Repeat("EHLO c.example\r\n", 20_000)));
        await session.PassTimeUntilEndedAsync(TimeSpan.FromSeconds(30));
        Assert.Empty(session.Faults);
        await sending;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stop_TellsAnIdleSession(bool isTls)
    {
        await using var session = await SessionUnderTest.StartAsync(implicitTls: isTls, commands: ["EHLO c.example"]);
        session.Stop();
        Assert.Equal([Stopping], await session.Peer.ReadToEndAsync());
        Assert.Empty(session.Faults);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Stop_LetsAnOpenTransactionFinish(bool isTls, bool isInContent)
    {
        await using var session = await SessionUnderTest.StartAsync(implicitTls: isTls, commands: isInContent ? [.. s_opening, "DATA"] : s_opening);
        session.Stop();
        if (!isInContent) Assert.StartsWith("354 ", await session.TellAsync("DATA"), StringComparison.Ordinal);
        Assert.Equal("250 2.0.0 Accepted", await session.TellAsync("x\r\n."));
        Assert.Equal([Stopping], await session.Peer.ReadToEndAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stop_WithinAHandshake_IsNoFault(bool implicitTls)
    {
        await using var session = implicitTls ? SessionUnderTest.Start(implicitTls: true) : await SessionUnderTest.StartAsync(commands: ["STARTTLS"]);
        session.Stop();
        await TextPeer.SoonAsync(session.Ended);
        Assert.Empty(session.Faults);
    }

    [Fact]
    public async Task Abort_EndsNow_AndForgetsTheContent()
    {
        await using var session = await SessionUnderTest.StartAsync(commands: [.. s_opening, "DATA"]);
        session.Abort();
        Assert.Equal(["421 4.4.2 Server is stopping"], await session.Peer.ReadToEndAsync());
        Assert.Equal("ABORT", session.Handler.Calls[^1]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("NOOP")]
    [InlineData("QUIT\n")]
    public async Task Session_EndsQuietly_WhenThePeerHangsUp(string last)
    {
        await using var session = await SessionUnderTest.StartAsync(commands: s_opening);
        var resets = session.Handler.Resets;
        await session.Peer.SendAsync(last);
        await session.Peer.CloseAsync();
        await TextPeer.SoonAsync(session.Ended);
        Assert.True(session.Handler.Resets > resets);
        Assert.Empty(session.Faults);
    }
}
