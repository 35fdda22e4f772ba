using Standfast.Mail;

namespace Standfast.Delivery.Routing;

/// <summary>Where mail for a domain goes.</summary>
internal abstract record Route
{
    private Route() { }

    public sealed record Maildir : Route;

    /// <param name="Site">Names the set of hosts: domains with the same set share connections.</param>
    /// <param name="Hosts">In the order to try them; host names, addresses or "unix:/path".</param>
    public sealed record Remote(string Site, IReadOnlyList<string> Hosts, int Port, bool IsLmtp, RelayHost? Relay) : Route;

    /// <summary>No attempt will ever be possible.</summary>
    public sealed record Impossible(SmtpReply Reply) : Route;

    /// <summary>The look-up failed: nothing is known for now.</summary>
    public sealed record Unresolved(SmtpReply Reply) : Route;
}
