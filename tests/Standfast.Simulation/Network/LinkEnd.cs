using System.IO.Pipelines;
using Standfast.Delivery.Network;

namespace Standfast.Simulation.Network;

/// <summary>One end of a connection.</summary>
public sealed class LinkEnd(SimulatedLink link, int number, PipeReader input, PipeWriter output) : INetworkConnection
{
    private bool _isDisposed;

    public SimulatedLink Link => link;

    public int Number => number;

    public PipeReader Input => input;

    public PipeWriter Output => output;

    public Action? Closed { get; set; }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        await input.CompleteAsync();
        // A socket that is closed sends nothing that was not flushed before.
        await output.CompleteAsync(output.UnflushedBytes > 0 ? new IOException("closed with unsent octets") : null);
        Closed?.Invoke();
    }
}
