using System.IO.Pipelines;
using System.Net;

namespace Standfast.Delivery.Network;

/// <summary>Makes outgoing connections.</summary>
public interface INetwork
{
    /// <param name="source">Local address to leave from; null for the system's choice. Of the family of <paramref name="remote"/>.</param>
    /// <exception cref="SourceUnavailableException"><paramref name="source"/> is not an address of this machine.</exception>
    /// <exception cref="IOException">No connection.</exception>
    Task<INetworkConnection> ConnectAsync(EndPoint remote, IPAddress? source, CancellationToken cancellationToken);
}

public interface INetworkConnection : IDuplexPipe, IAsyncDisposable;
