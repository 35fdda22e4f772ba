using System.IO.Pipelines;
using Standfast.Smtp.Wire;

namespace Standfast.Tests.Smtp.Wire;

public sealed class TlsPipeTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Dispose_TellsThePeer_AndLeavesThePipeBelowOpen()
    {
        var peer = new TextPeer();
        var tls = await AcceptAsync(peer);
        await tls.DisposeAsync();
        Assert.Empty(await peer.ReadToEndAsync());
        Assert.False((await peer.Near.Output.FlushAsync(Stop)).IsCompleted);
    }

    // The same over a stream, which is what deliveries write to.
    [Fact]
    public async Task Dispose_TellsThePeer_ThroughAStream()
    {
        var peer = new TextPeer();
        var tls = await AcceptAsync(peer, PipeWriter.Create(peer.Near.Output.AsStream()));
        await tls.DisposeAsync();
        Assert.Empty(await peer.ReadToEndAsync());
    }

    [Fact]
    public async Task Dispose_WaitsForNobody_WhenThePeerReadsNothing()
    {
        var peer = new TextPeer(capacity: 16 * 1024);
        var tls = await AcceptAsync(peer);
        using var limit = new CancellationTokenSource();
        var write = tls.Output.WriteAsync(new byte[256 * 1024], limit.Token).AsTask();
        Assert.False(write.IsCompleted);
        await limit.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TextPeer.SoonAsync(write));
        await TextPeer.SoonAsync(tls.DisposeAsync().AsTask());
    }

    private static async Task<TlsPipe> AcceptAsync(TextPeer peer, PipeWriter? output = null)
    {
        var accepting = TlsPipe.AcceptAsync(output is null ? peer.Near : new Ends(peer.Near.Input, output), TestCertificate.ServerOptions, Stop);
        await peer.ConnectTlsAsync();
        return await TextPeer.SoonAsync(accepting);
    }

    private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
