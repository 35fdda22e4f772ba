namespace Standfast.Policy.Content.Listings;

/// <param name="Domain">The name that is listed: the host, or a domain above it.</param>
/// <param name="Zone">The list.</param>
/// <param name="Code">Its answer, such as 127.0.1.2.</param>
public sealed record DomainListed(string Domain, string Zone, string Code);
