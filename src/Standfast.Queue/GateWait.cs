namespace Standfast.Queue;

/// <param name="For">Longer than zero; the message is asked about again after it.</param>
/// <param name="Reason">One sentence.</param>
public readonly record struct GateWait(TimeSpan For, string Reason);
