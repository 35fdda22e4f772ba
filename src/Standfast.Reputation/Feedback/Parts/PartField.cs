namespace Standfast.Reputation.Feedback.Parts;

/// <summary>A field as it was read: the value unfolded and trimmed, cut at <see cref="PartFields.MaxValueLength"/>.</summary>
public readonly record struct PartField(string Name, string Value);
