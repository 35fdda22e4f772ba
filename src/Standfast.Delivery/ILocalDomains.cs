using Standfast.Mail;

namespace Standfast.Delivery;

/// <summary>Which domains end here. May be called concurrently.</summary>
public interface ILocalDomains
{
    /// <summary>Null for domains of others.</summary>
    LocalRoute? Find(DomainName name);
}

public abstract record LocalRoute
{
    private LocalRoute() { }

    public sealed record Maildir : LocalRoute;

    /// <param name="Endpoint">"host:port" or "unix:/path".</param>
    public sealed record Lmtp(string Endpoint) : LocalRoute;
}
