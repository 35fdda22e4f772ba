namespace Standfast.Policy.Compromise;

/// <summary>A sender whose hold a person has lifted.</summary>
/// <param name="Reason">For which it was held.</param>
public sealed record ReleasedSender(string Id, string FindingId, string Reason, DateTimeOffset At);
