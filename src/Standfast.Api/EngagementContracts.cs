namespace Standfast.Api;

/// <summary>A recipient of a tracked stream of whom nothing was heard.</summary>
/// <param name="FirstSentAt">Since when mail of the stream is tracked.</param>
/// <param name="LastEngagedAt">The last open or click by a person; null for none.</param>
public sealed record EngagementResponse(string Address, string Account, string Stream, DateTimeOffset FirstSentAt, DateTimeOffset LastSentAt, DateTimeOffset? LastEngagedAt);
