namespace Standfast.Reputation.States;

/// <summary>A sending state has become another.</summary>
/// <param name="Before">Null where there was none.</param>
/// <param name="Incident">What a block was about; null where the change came of none.</param>
public sealed record StateChange(SendingState? Before, SendingState After, BlockSignal? Incident)
{
    /// <summary>Less may be sent than before.</summary>
    public bool IsWorse => Before is null ? After.Kind != SendingStateKind.Open : After.Kind > Before.Kind;
}
