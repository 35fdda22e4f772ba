namespace Standfast.Recovery.Remedies;

/// <summary>What an automatic check came to.</summary>
/// <param name="Passes">Null where it could not be looked at.</param>
/// <param name="Text">What was seen, one sentence.</param>
public sealed record CheckVerdict(bool? Passes, string Text);
