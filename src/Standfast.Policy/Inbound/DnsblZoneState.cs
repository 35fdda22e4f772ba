namespace Standfast.Policy.Inbound;

/// <param name="Problem">Why it is not asked at the moment; null while it is, and before it was tested.</param>
public sealed record DnsblZoneState(string Zone, bool IsTested, string? Problem, long Asked, long Listed);
