namespace Standfast.Recovery.Diagnosis;

/// <summary>One sentence that speaks for a cause, or against it.</summary>
/// <param name="Weight">Natural logarithm of how many times likelier it makes the cause; negative against it. Ours.</param>
internal readonly record struct Evidence(SuspensionCause Cause, double Weight, string Text);
