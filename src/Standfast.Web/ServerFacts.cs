namespace Standfast.Web;

/// <summary>What the server knows of itself.</summary>
public sealed record ServerFacts(string Hostname, string Version, DateTimeOffset StartedAt);
