using System.IO.Pipelines;
using System.Net;
using Standfast.Delivery.Network;

namespace Standfast.Simulation.Internet.World;

/// <summary>The way from the server to everybody's port 25. Nothing is lost on it; the hosting provider can close it.</summary>
internal sealed class InternetNetwork(InternetWorld world, TimeProvider clock) : INetwork
{
    private static readonly TimeSpan s_roundTrip = TimeSpan.FromMilliseconds(30);

    public async Task<INetworkConnection> ConnectAsync(EndPoint remote, IPAddress? source, CancellationToken cancellationToken)
    {
        world.Scheduler.CheckThread();
        if (world.Host.IsClosed)
        {
            // As at a firewall that drops.
            await Task.Delay(Timeout.InfiniteTimeSpan, clock, cancellationToken);
        }

        await Task.Delay(s_roundTrip, clock, cancellationToken);
        if (!world.Find(((IPEndPoint)remote).Address, out var provider)) throw new IOException("connection refused");
        var (there, back) = (new Pipe(Options()), new Pipe(Options()));
        var session = new InternetSession(new InternetConnection(there.Reader, back.Writer), provider, world);
        world.Process.Start(session.RunAsync);
        return new InternetConnection(back.Reader, there.Writer);
    }

    private static PipeOptions Options() => new(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 1 << 20, resumeWriterThreshold: 1 << 19);

    private sealed class InternetConnection(PipeReader input, PipeWriter output) : INetworkConnection
    {
        public PipeReader Input => input;

        public PipeWriter Output => output;

        public async ValueTask DisposeAsync()
        {
            await output.CompleteAsync();
            await input.CompleteAsync();
        }
    }
}
