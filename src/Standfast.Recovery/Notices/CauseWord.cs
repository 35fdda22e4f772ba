namespace Standfast.Recovery.Notices;

/// <summary>Phrases that speak of a cause, whoever says them.</summary>
/// <param name="Cause">As in data/replies.</param>
public sealed record CauseWord(string Cause, IReadOnlyList<string> Phrases);
