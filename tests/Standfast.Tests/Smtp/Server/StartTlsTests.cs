namespace Standfast.Tests.Smtp.Server;

/// <summary>RFC 3207, and TLS before the greeting (RFC 8314 §3.3).</summary>
public sealed class StartTlsTests
{
    [Fact]
    public async Task StartTls_ForgetsWhatWasSaidInTheClear()
    {
        await using var session = await SessionUnderTest.StartAsync(commands: ["EHLO clear.example", "MAIL FROM:<a@c.example>", "RCPT TO:<b@example.net>"]);
        Assert.StartsWith("220 ", await session.TellAsync("STARTTLS"), StringComparison.Ordinal);
        await session.Peer.ConnectTlsAsync();
        // RFC 3207 §4.2: the client's name and the transaction are gone.
        Assert.StartsWith("503 ", await session.TellAsync("RCPT TO:<b@example.net>"), StringComparison.Ordinal);
        Assert.StartsWith("503 ", await session.TellAsync("MAIL FROM:<a@c.example>"), StringComparison.Ordinal);
        Assert.Null(session.Context.HeloName);
        Assert.Matches("^TLSv1.[23] TLS_", session.Context.Tls);
    }

    [Fact]
    public async Task StartTls_ChangesTheOffer_OnceTlsIsThere()
    {
        await using var session = await SessionUnderTest.StartAsync(commands: ["EHLO c.example", "STARTTLS"]);
        await session.Peer.ConnectTlsAsync();
        var offer = (await session.TellAsync("EHLO c.example")).Split('\n');
        Assert.Contains("250 AUTH PLAIN LOGIN", offer);
        Assert.DoesNotContain(offer, line => line.Contains("STARTTLS", StringComparison.Ordinal));
        Assert.StartsWith("503 ", await session.TellAsync("STARTTLS"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartTls_IsNeitherOfferedNorTaken_WithoutACertificate()
    {
        await using var session = await SessionUnderTest.StartAsync(offersTls: false);
        Assert.DoesNotContain("STARTTLS", await session.TellAsync("EHLO c.example"), StringComparison.Ordinal);
        Assert.StartsWith("503 ", await session.TellAsync("STARTTLS"), StringComparison.Ordinal);
        Assert.StartsWith("250 ", await session.TellAsync("NOOP"), StringComparison.Ordinal);
    }

    // The injected text may come with STARTTLS (see the dialogue) or after the 220: then it is taken for a handshake and is none.
    [Theory]
    [InlineData("MAIL FROM:<evil@c.example>\r\nRCPT TO:<b@example.net>\r\n")]
    [InlineData("RSET\r\n")]
    [InlineData("\u0016\u0003\u0001")]
    public async Task StartTls_ObeysNothingInTheClear_AfterItsReply(string injected)
    {
        await using var session = await SessionUnderTest.StartAsync(commands: ["EHLO c.example", "STARTTLS"]);
        await session.Peer.SendAsync(injected);
        await session.Peer.EndSendingAsync();
        await TextPeer.SoonAsync(session.Ended);
        Assert.Empty(session.Handler.Calls);
        Assert.Null(session.Context.Tls);
        Assert.Empty(session.Faults);
    }

    [Fact]
    public async Task StartTls_AnswersWhatWasPipelinedBeforeIt_BeforeItsOwnReply()
    {
        await using var session = await SessionUnderTest.StartAsync();
        await session.Peer.SendAsync("HELO c.example\r\nFOO\r\nSTARTTLS\r\n");
        foreach (var code in new[] { "250", "500", "220" }) Assert.StartsWith(code, await session.Peer.ReadReplyAsync(), StringComparison.Ordinal);
        await session.Peer.ConnectTlsAsync();
        Assert.StartsWith("250", await session.TellAsync("EHLO c.example"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ImplicitTls_GreetsOnlyUnderTls()
    {
        await using var session = SessionUnderTest.Start(implicitTls: true);
        Assert.Equal("", session.Peer.Peek());
        await session.Peer.ConnectTlsAsync();
        Assert.StartsWith("220 ", await session.Peer.ReadReplyAsync(), StringComparison.Ordinal);
        Assert.StartsWith("503 ", await session.TellAsync("STARTTLS"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ImplicitTls_EndsSilently_WhenThePeerSpeaksInTheClear()
    {
        await using var session = SessionUnderTest.Start(implicitTls: true);
        await session.Peer.SendAsync("EHLO c.example\r\n");
        await TextPeer.SoonAsync(session.Ended);
        Assert.Empty(session.Faults);
    }

    [Fact]
    public async Task Pipelining_HoldsUnderTls()
    {
        await using var session = await SessionUnderTest.StartAsync(implicitTls: true, commands: ["EHLO c.example"]);
        await session.Peer.SendAsync("MAIL FROM:<a@c.example>\r\nRCPT TO:<b@example.net>\r\nRCPT TO:<no@example.net>\r\nDATA\r\n");
        foreach (var code in new[] { "250", "250", "550", "354" }) Assert.StartsWith(code, await session.Peer.ReadReplyAsync(), StringComparison.Ordinal);
        await session.Peer.SendByteByByteAsync("..x\r\n.\r\nQUIT\r\n");
        Assert.Equal(["250 2.0.0 Accepted", "221 2.0.0 Bye"], await session.Peer.ReadToEndAsync());
        Assert.Equal(".x\r\n", session.Handler.Content);
    }
}
