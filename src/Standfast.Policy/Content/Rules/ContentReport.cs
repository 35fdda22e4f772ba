namespace Standfast.Policy.Content.Rules;

/// <summary>All that was found in a message.</summary>
/// <param name="Score">Sum of the points.</param>
/// <param name="Findings">The weightiest first.</param>
public sealed record ContentReport(ContentVerdict Verdict, int Score, IReadOnlyList<ContentFinding> Findings)
{
    /// <summary>Null where nothing was found.</summary>
    public ContentFinding? Worst => Findings.Count > 0 ? Findings[0] : null;
}
