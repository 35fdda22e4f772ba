namespace Standfast.Recovery.Notices;

/// <summary>Phrases that speak of a cause, whoever says them.</summary>
/// <param name="Cause">As in data/replies.</param>
/// <param name="IsSymptom">It comes of others, and counts where no other is named.</param>
public sealed record CauseWord(string Cause, bool IsSymptom, IReadOnlyList<string> Phrases);
