using System.IO.Pipelines;
using System.Net;
using Standfast.Delivery.Network;
using Standfast.Policy.Scanners;

namespace Standfast.Server.Composition;

/// <summary>
/// Lends scanners the network of delivery. Policy owns the port and may refer neither to sockets nor to Delivery; only the server, which knows both, can put
/// them together.
/// </summary>
internal sealed class ScannerNetwork(INetwork network) : IScannerNetwork
{
    public async Task<IScannerConnection> ConnectAsync(EndPoint scanner, CancellationToken cancellationToken) => new Connection(await network.ConnectAsync(scanner, source: null, cancellationToken));

    private sealed class Connection(INetworkConnection connection) : IScannerConnection
    {
        public PipeReader Input => connection.Input;

        public PipeWriter Output => connection.Output;

        public ValueTask DisposeAsync() => connection.DisposeAsync();
    }
}
