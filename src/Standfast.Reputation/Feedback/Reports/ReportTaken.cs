namespace Standfast.Reputation.Feedback.Reports;

/// <summary>What became of a report.</summary>
/// <param name="Kind">dmarc, tls, snds, postmaster, feedback or none.</param>
/// <param name="Added">Reports or rows that are kept now and were not before.</param>
/// <param name="Text">One sentence for the owner.</param>
public sealed record ReportTaken(string Kind, int Added, string Text)
{
    /// <summary>It is not kept; the text says why, as a sentence about "it".</summary>
    public bool IsRefused { get; init; }
}
