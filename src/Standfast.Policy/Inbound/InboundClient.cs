using System.Net;

namespace Standfast.Policy.Inbound;

/// <param name="Address">Null where the transport has no addresses.</param>
/// <param name="Helo">Name in EHLO; null before.</param>
public sealed record InboundClient(IPAddress? Address, string? Helo);
