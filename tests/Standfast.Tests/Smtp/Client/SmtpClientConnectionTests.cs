using System.Net.Security;
using Standfast.Smtp.Client;

namespace Standfast.Tests.Smtp.Client;

public sealed class SmtpClientConnectionTests
{
    private static readonly SslClientAuthenticationOptions s_trusting = new()
    {
        TargetHost = TestCertificate.Host,
        RemoteCertificateValidationCallback = (_, _, _, _) => true,
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("S: 220 mx ESMTP", "220 mx ESMTP")]
    [InlineData("S: 220-mx\nS: 220-no spam\nS: 220 please", "220 mx no spam please")]
    [InlineData("S: 554 5.7.1 Go away\nclose", "554 5.7.1 Go away")]
    [InlineData("S: 421 Busy\nclose", "421 Busy")]
    public async Task Greet_GivesTheReply_WhateverItIs(string script, string expected)
    {
        var client = new ClientUnderTest();
        await client.PlayAsync(script);
        Assert.Equal(expected, (await client.Connection.GreetAsync(Stop)).ToString());
    }

    [Theory]
    [InlineData("close")]
    [InlineData("S: HTTP/1.1 400 Bad Request")]
    [InlineData("S: SSH-2.0-OpenSSH_9.6")]
    [InlineData("S: 220-half\nclose")]
    public async Task Greet_Fails_WhenThePeerIsNoSmtpServer(string script)
    {
        var client = new ClientUnderTest();
        await client.PlayAsync(script);
        Assert.Equal("greeting", (await Assert.ThrowsAsync<PeerException>(() => client.Connection.GreetAsync(Stop))).Phase);
    }

    [Fact]
    public async Task Hello_LearnsWhatIsOffered_InAnyCase()
    {
        var client = await ClientUnderTest.StartAsync("Pipelining size 8BITMIME STARTTLS");
        Assert.True(client.Connection is { OffersPipelining: true, OffersSize: true, Offers8BitMime: true, OffersStartTls: true });
        Assert.Null(client.Connection.Tls);
    }

    [Fact]
    public async Task Hello_TakesNoOfferFromTheFirstLine_NorFromAWordWithin()
    {
        var client = new ClientUnderTest();
        var playing = client.PlayAsync("C: EHLO c.example\nS: 250-SIZE PIPELINING\nS: 250-XPIPELINING\nS: 250 AUTH STARTTLS");
        await client.Connection.HelloAsync(Stop);
        await playing;
        Assert.False(client.Connection.OffersPipelining || client.Connection.OffersSize || client.Connection.OffersStartTls);
    }

    [Theory]
    [InlineData("C: EHLO c.example\nS: 502 What\nC: HELO c.example\nS: 250 mx", 250)]
    [InlineData("C: EHLO c.example\nS: 550 No\nC: HELO c.example\nS: 550 No", 550)]
    [InlineData("C: EHLO c.example\nS: 421 Busy", 421)] // not for want of EHLO
    public async Task Hello_FallsBackToHelo_OnlyAfterAPermanentRefusal(string script, int code)
    {
        var client = new ClientUnderTest();
        var playing = client.PlayAsync(script);
        Assert.Equal(code, (await client.Connection.HelloAsync(Stop)).Code);
        await playing;
        Assert.False(client.Connection.OffersPipelining);
    }

    [Fact]
    public async Task Hello_HasNoFallback_InLmtp()
    {
        var client = new ClientUnderTest(isLmtp: true);
        var playing = client.PlayAsync("C: LHLO c.example\nS: 500 What");
        Assert.Equal(500, (await client.Connection.HelloAsync(Stop)).Code);
        await playing;
    }

    [Fact]
    public async Task StartTls_ForgetsTheOffer_AndSpeaksUnderTls()
    {
        var client = await ClientUnderTest.StartAsync("STARTTLS PIPELINING");
        var starting = client.Connection.StartTlsAsync(s_trusting, Stop);
        await client.PlayAsync("C: STARTTLS\nS: 220 Go");
        await client.Server.AcceptTlsAsync();
        Assert.Equal(220, (await TextPeer.SoonAsync(starting)).Code);
        Assert.False(client.Connection.OffersPipelining || client.Connection.OffersStartTls);
        Assert.Matches("^TLSv1.[23] TLS_", client.Connection.Tls);
        var playing = client.PlayAsync("C: EHLO c.example\nS: 250-mx\nS: 250 SIZE\nC: AUTH PLAIN AGFsaWNlAHNlY3JldA==\nS: 235 2.7.0 Ok\nC: QUIT");
        await client.Connection.HelloAsync(Stop);
        Assert.True(client.Connection is { OffersSize: true, OffersPipelining: false });
        Assert.Equal(235, (await client.Connection.AuthenticateAsync("alice", "secret", Stop)).Code);
        await client.Connection.DisposeAsync();
        await playing;
    }

    [Fact]
    public async Task StartTls_LeavesTheConnection_WhenRefused()
    {
        var client = await ClientUnderTest.StartAsync("STARTTLS PIPELINING");
        var playing = client.PlayAsync("C: STARTTLS\nS: 454 4.7.0 Not now\nC: NOOP\nS: 250 Ok");
        Assert.Equal(454, (await client.Connection.StartTlsAsync(s_trusting, Stop)).Code);
        Assert.Equal(250, (await client.Connection.CommandAsync("noop", "NOOP", Stop)).Code);
        await playing;
        Assert.Null(client.Connection.Tls);
        Assert.True(client.Connection.OffersPipelining);
    }

    // RFC 3207 §6 seen from the client: a reply put in before TLS must not be taken for the first one under it.
    [Theory]
    [InlineData("220 Go\r\n250-mx\r\n250 AUTH PLAIN\r\n")]
    [InlineData("220 Go\r\n2")]
    public async Task StartTls_Fails_WhenTheServerSaysMoreInTheClear(string injected)
    {
        var client = await ClientUnderTest.StartAsync("STARTTLS");
        await client.Server.SendAsync(injected);
        var failure = await Assert.ThrowsAsync<PeerException>(() => client.Connection.StartTlsAsync(s_trusting, Stop));
        Assert.Equal("starttls", failure.Phase);
        Assert.Null(client.Connection.Tls);
    }

    [Theory]
    [InlineData("not a handshake at all")]
    [InlineData("")]
    public async Task StartTls_Fails_WhenThereIsNoHandshake(string answer)
    {
        var client = await ClientUnderTest.StartAsync("STARTTLS");
        var starting = client.Connection.StartTlsAsync(s_trusting, Stop);
        await client.PlayAsync("C: STARTTLS\nS: 220 Go");
        while (client.Server.Peek().Length == 0) await Task.Yield(); // the client's hello: from here it speaks TLS
        await client.Server.SendAsync(answer);
        await client.Server.EndSendingAsync();
        Assert.Equal("starttls", (await Assert.ThrowsAsync<PeerException>(() => TextPeer.SoonAsync(starting))).Phase);
    }

    [Theory]
    [InlineData("NOOP\r\nQUIT")]
    [InlineData("NOOP\n")]
    [InlineData("NO\0OP")]
    public async Task Command_IsNotSent_WhenItHoldsALineEnd(string command)
    {
        var client = new ClientUnderTest();
        await Assert.ThrowsAsync<ArgumentException>(() => client.Connection.CommandAsync("x", command, Stop));
        Assert.Equal("", client.Server.Peek());
    }

    [Fact]
    public async Task Reply_IsWaitedForInItsTime_AndNoLonger()
    {
        var client = new ClientUnderTest(timeouts: new ClientTimeouts { Greeting = TimeSpan.FromSeconds(120), Command = TimeSpan.FromSeconds(300) });
        var greeting = client.Connection.GreetAsync(Stop);
        client.Time.Advance(TimeSpan.FromSeconds(119));
        await client.PlayAsync("S: 220 hi");
        await TextPeer.SoonAsync(greeting);
        var command = client.Connection.CommandAsync("noop", "NOOP", Stop);
        await client.PlayAsync("C: NOOP\nS: 250-half");
        client.Time.Advance(TimeSpan.FromSeconds(299));
        Assert.False(command.IsCompleted);
        client.Time.Advance(TimeSpan.FromSeconds(2));
        var failure = await Assert.ThrowsAsync<PeerException>(() => TextPeer.SoonAsync(command));
        Assert.Equal(("noop", "no reply within 300 s in noop"), (failure.Phase, failure.Message));
    }

    [Fact]
    public async Task Cancelled_IsNoFailureOfThePeer()
    {
        var client = new ClientUnderTest();
        using var cancel = new CancellationTokenSource();
        var greeting = client.Connection.GreetAsync(cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TextPeer.SoonAsync(greeting));
    }

    [Fact]
    public async Task Dispose_SaysQuit_AndWaitsForNoAnswer()
    {
        var client = await ClientUnderTest.StartAsync("");
        await TextPeer.SoonAsync(client.Connection.DisposeAsync().AsTask());
        await client.PlayAsync("C: QUIT");
    }

    [Fact]
    public async Task Dispose_IsQuiet_WhenTheServerIsGone()
    {
        var client = await ClientUnderTest.StartAsync("");
        await client.PlayAsync("close");
        await Assert.ThrowsAsync<PeerException>(() => client.Connection.CommandAsync("noop", "NOOP", Stop));
        await TextPeer.SoonAsync(client.Connection.DisposeAsync().AsTask());
    }
}
