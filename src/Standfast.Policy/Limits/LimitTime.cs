namespace Standfast.Policy.Limits;

/// <summary>The ledger's own time, which no setting of the wall clock moves, and what ties it to the clocks of the machine.</summary>
/// <param name="Elapsed">Since the ledger was made.</param>
/// <param name="Boot">Names this boot of the machine; null where it does not say.</param>
/// <param name="Uptime">Since then.</param>
public readonly record struct LimitTime(TimeSpan Elapsed, DateTimeOffset Wall, string? Boot, TimeSpan Uptime);
