using Microsoft.Extensions.Time.Testing;
using Standfast.Smtp.Server;

namespace Standfast.Tests.Smtp.Server;

/// <summary>One running session, its peer, and what a test may turn: the clock, stop, abort.</summary>
internal sealed class SessionUnderTest : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _abort = new();

    private SessionUnderTest(FakeSessionHandler handler, SmtpServerOptions options, bool offersTls, bool implicitTls, int capacity)
    {
        Handler = handler;
        Peer = new TextPeer(capacity);
        var tls = offersTls ? TestCertificate.ServerOptions : null;
        var session = new SmtpServerSession(Peer.Near, handler, options, Context, tls, Time, Faults.Add);
        Ended = Task.Run(async () =>
        {
            await session.RunAsync(implicitTls, _stopping.Token, _abort.Token);
            await Peer.Near.Output.CompleteAsync();
            await Peer.Near.Input.CompleteAsync();
        });
    }

    public FakeSessionHandler Handler { get; }

    public TextPeer Peer { get; }

    public SessionContext Context { get; } = new() { Id = "1", Remote = null, Local = null };

    public FakeTimeProvider Time { get; } = new();

    public List<Exception> Faults { get; } = [];

    public Task Ended { get; }

    public static SmtpServerOptions Options { get; } = new() { Hostname = TestCertificate.Host };

    /// <summary>Started, and its greeting not read yet.</summary>
    public static SessionUnderTest Start(
        FakeSessionHandler? handler = null, SmtpServerOptions? options = null, bool offersTls = true, bool implicitTls = false, int capacity = 1024 * 1024) =>
        new(handler ?? new FakeSessionHandler(), options ?? Options, offersTls, implicitTls, capacity);

    /// <summary>Greeted, and told the commands, each answered positively.</summary>
    public static async Task<SessionUnderTest> StartAsync(
        FakeSessionHandler? handler = null, SmtpServerOptions? options = null, bool offersTls = true, bool implicitTls = false, params string[] commands)
    {
        var session = Start(handler, options, offersTls, implicitTls);
        if (implicitTls) await session.Peer.ConnectTlsAsync();
        Assert.Equal($"220 {TestCertificate.Host} ESMTP Standfast", await session.Peer.ReadReplyAsync());
        foreach (var command in commands) Assert.Matches("^[23]", await session.TellAsync(command));
        return session;
    }

    /// <summary>Sends one line; its whole reply.</summary>
    public async Task<string> TellAsync(string command)
    {
        await Peer.SendAsync(command + "\r\n");
        return await Peer.ReadReplyAsync() ?? "end";
    }

    public void Stop() => _stopping.Cancel();

    public void Abort() => _abort.Cancel();

    /// <summary>Moves the clock in steps until the session has ended.</summary>
    public async Task PassTimeUntilEndedAsync(TimeSpan step)
    {
        using var patience = new CancellationTokenSource(TextPeer.Patience);
        while (!Ended.IsCompleted)
        {
            patience.Token.ThrowIfCancellationRequested();
            Time.Advance(step);
            await Task.WhenAny(Ended, Task.Run(static () => Thread.Yield()));
        }

        await Ended;
    }

    public async ValueTask DisposeAsync()
    {
        await Peer.CloseAsync();
        _abort.Cancel();
        await TextPeer.SoonAsync(Ended);
        _stopping.Dispose();
        _abort.Dispose();
    }
}
