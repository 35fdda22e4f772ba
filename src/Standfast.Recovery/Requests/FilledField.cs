namespace Standfast.Recovery.Requests;

/// <summary>One field of a form, ready to paste.</summary>
/// <param name="IsMissing">The value is only a mark.</param>
public sealed record FilledField(string Label, string Value, bool IsMissing);
