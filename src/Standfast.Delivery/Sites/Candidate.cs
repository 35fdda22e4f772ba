using System.Net;

namespace Standfast.Delivery.Sites;

/// <summary>An address of a host of a route.</summary>
internal sealed record Candidate(string Host, EndPoint Endpoint);
