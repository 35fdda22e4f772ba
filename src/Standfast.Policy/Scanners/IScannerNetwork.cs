using System.Net;

namespace Standfast.Policy.Scanners;

/// <summary>Connects to scanners. The server implements it over the network that delivery uses: policy knows no sockets.</summary>
public interface IScannerNetwork
{
    /// <exception cref="IOException">No connection.</exception>
    Task<IScannerConnection> ConnectAsync(EndPoint scanner, CancellationToken cancellationToken);
}
