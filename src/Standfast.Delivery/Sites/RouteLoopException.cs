namespace Standfast.Delivery.Sites;

/// <summary>The mail would come back to this server.</summary>
internal sealed class RouteLoopException() : IOException("the MX hosts lead back to this server, and the domain is not local here");
