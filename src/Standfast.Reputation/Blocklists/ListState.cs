namespace Standfast.Reputation.Blocklists;

/// <param name="Problem">Why it is not asked at the moment; null while it is, and before it was tested.</param>
/// <param name="TestedAt">Null before the first test.</param>
/// <param name="Asked">Questions since the start.</param>
public sealed record ListState(Blocklist List, string? Problem, DateTimeOffset? TestedAt, DateTimeOffset? AskedAt, long Asked);
