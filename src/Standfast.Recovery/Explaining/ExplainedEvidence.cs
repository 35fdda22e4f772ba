namespace Standfast.Recovery.Explaining;

/// <summary>One fact that an explanation rests on.</summary>
/// <param name="At">Null for what holds now.</param>
/// <param name="Kind">Such as "reply", "state", "suppression", "incident", "hold".</param>
/// <param name="Text">Of a reply the remote words, verbatim.</param>
public sealed record ExplainedEvidence(DateTimeOffset? At, string Kind, string Text);
