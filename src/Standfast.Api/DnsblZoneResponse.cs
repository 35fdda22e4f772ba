namespace Standfast.Api;

/// <summary>A list of addresses that clients are looked up in.</summary>
/// <param name="State">good, bad (not asked: see the problem) or untested.</param>
public sealed record DnsblZoneResponse(string Zone, string State, string? Problem, long Asked, long Listed);
