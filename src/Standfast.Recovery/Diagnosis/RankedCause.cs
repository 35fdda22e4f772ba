namespace Standfast.Recovery.Diagnosis;

/// <summary>One cause that it may be.</summary>
/// <param name="Confidence">0 to 1; of all causes together 1.</param>
/// <param name="For">What speaks for it, one sentence each, the strongest first.</param>
/// <param name="Against">What speaks against it.</param>
/// <param name="TellApart">What would show that it is this one.</param>
public sealed record RankedCause(SuspensionCause Cause, double Confidence, IReadOnlyList<string> For, IReadOnlyList<string> Against, string TellApart);
