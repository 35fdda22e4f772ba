namespace Standfast.Recovery.Remedies;

/// <summary>One step of a checklist.</summary>
/// <param name="Id">Unique among all.</param>
/// <param name="Text">What to do, one sentence.</param>
/// <param name="Why">What goes wrong without it.</param>
/// <param name="Check">The check that tells whether it is done; "" where a person signs for it.</param>
public sealed record RemedyStep(string Id, string Text, string Why, string Check, string Source);
