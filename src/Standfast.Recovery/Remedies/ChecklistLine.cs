namespace Standfast.Recovery.Remedies;

/// <summary>A step with its state.</summary>
/// <param name="Mark">Null while nothing is known of it.</param>
public sealed record ChecklistLine(RemedyStep Step, RemedyMark? Mark)
{
    public RemedyState State => Mark?.State ?? RemedyState.Open;

    /// <summary>A request need not wait for it.</summary>
    public bool IsSettled => State is RemedyState.Done or RemedyState.Signed or RemedyState.Overridden;
}
