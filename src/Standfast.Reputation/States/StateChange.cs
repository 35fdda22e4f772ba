namespace Standfast.Reputation.States;

/// <summary>A sending state has become another, or has more evidence.</summary>
/// <param name="Before">Null where there was none.</param>
/// <param name="Signal">The block that brought it about, or that was added to it; null where none was.</param>
public sealed record StateChange(SendingState? Before, SendingState After, BlockSignal? Signal)
{
    /// <summary>Less may be sent than before.</summary>
    public bool IsWorse => After.Kind > (Before?.Kind ?? SendingStateKind.Open);

    /// <summary>More may be sent than before.</summary>
    public bool IsBetter => Before is not null && (After.Kind < Before.Kind || After.Step > Before.Step);
}
