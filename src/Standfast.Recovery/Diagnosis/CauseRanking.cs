namespace Standfast.Recovery.Diagnosis;

/// <summary>What an incident is likely to come from.</summary>
/// <param name="Quote">The counterparty's own words.</param>
/// <param name="Causes">The likeliest first; all of them.</param>
public sealed record CauseRanking(string Quote, IReadOnlyList<RankedCause> Causes)
{
    /// <summary>From here on it is said without doubt; ours.</summary>
    public const double Sure = 0.75, Likely = 0.5;

    public RankedCause First => Causes[0];

    /// <summary>high, medium or low.</summary>
    public string Confidence => First.Confidence >= Sure ? "high" : First.Confidence >= Likely ? "medium" : "low";
}
