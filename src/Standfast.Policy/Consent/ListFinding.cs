namespace Standfast.Policy.Consent;

/// <summary>One thing that a check of a list found.</summary>
/// <param name="Id">Its topic in data/help says more.</param>
/// <param name="Text">One sentence.</param>
/// <param name="Count">Addresses that it is about; 0 where it is about the list as a whole.</param>
/// <param name="Share">Of the list's records, 0 to 1.</param>
/// <param name="Samples">The first of them.</param>
public sealed record ListFinding(string Id, ListVerdict Verdict, string Text, long Count, double Share, IReadOnlyList<string> Samples);
