using System.Net;

namespace Standfast.Policy.Inbound;

/// <param name="Answer">What the zone said, such as 127.0.0.2.</param>
public sealed record DnsblListing(string Zone, IPAddress Answer);
