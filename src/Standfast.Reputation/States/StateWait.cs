namespace Standfast.Reputation.States;

/// <param name="For">Longer than zero.</param>
/// <param name="Reason">One sentence.</param>
public readonly record struct StateWait(TimeSpan For, string Reason);
