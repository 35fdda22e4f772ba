using System.Net;

namespace Standfast.Delivery.Network;

/// <summary>The address to leave from is not on this machine. Blames nobody else.</summary>
public sealed class SourceUnavailableException : IOException
{
    public SourceUnavailableException(IPAddress source, Exception? innerException = null) : base($"{source} is not an address of this machine", innerException) { }

    public SourceUnavailableException() { }

    public SourceUnavailableException(string message) : base(message) { }

    public SourceUnavailableException(string message, Exception innerException) : base(message, innerException) { }
}
