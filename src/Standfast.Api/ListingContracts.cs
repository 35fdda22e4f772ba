namespace Standfast.Api;

/// <summary>A blocklist's entry for one of our addresses or domains.</summary>
/// <param name="List">Id, as in data/blocklists.</param>
/// <param name="Name">What is listed: the subject, or a domain above it.</param>
/// <param name="Severity">info, low, medium, high or critical.</param>
/// <param name="Weight">From 0.2 on the owner is told, from 0.5 on it is an incident.</param>
/// <param name="Providers">That have refused mail lately and named the list.</param>
/// <param name="Reason">The list's own text.</param>
/// <param name="Ended">When it was seen to be gone; null while it stands.</param>
/// <param name="Removal">Page where the removal is asked for.</param>
public sealed record ListingResponse(
    string Subject, string List, string Zone, string Name, IReadOnlyList<string> Codes, string Severity, double Weight, int Providers, string Meaning, string Reason, DateTimeOffset FirstSeen, DateTimeOffset LastSeen,
    DateTimeOffset? Ended, string Operator, string Removal, string Procedure, string Expiry);

/// <param name="State">good, bad (not asked at the moment), untested or off (with the reason).</param>
/// <param name="About">ip4, ip6, domain, email.</param>
public sealed record BlocklistResponse(string List, string Zone, string Operator, int Tier, IReadOnlyList<string> About, string State, string? Problem, DateTimeOffset? TestedAt, DateTimeOffset? AskedAt, long Asked, string Rules);

/// <param name="Result">unlisted, listed or cannot-check.</param>
/// <param name="Detail">Codes and their meaning, or why it cannot be checked.</param>
public sealed record ListingCheckResponse(string Subject, string List, string Zone, string Result, string? Detail, DateTimeOffset At);

/// <param name="Fault">no_name, name_not_confirmed, helo_elsewhere, generic_name or name_changed.</param>
public sealed record IdentityFindingResponse(string Id, string Fault, string Text, string NextStep);

/// <summary>How an address is named, seen from outside.</summary>
/// <param name="State">good, bad, or unknown where something could not be looked up.</param>
/// <param name="Names">Of its PTR records.</param>
/// <param name="Confirmed">Those that lead back to it.</param>
public sealed record IdentityResponse(
    string Address, IReadOnlyList<string> Sources, string Helo, string State, IReadOnlyList<string> Names, IReadOnlyList<string> Confirmed, IReadOnlyList<IdentityFindingResponse> Findings, string? Unknown,
    DateTimeOffset CheckedAt, DateTimeOffset? NamedSince);
