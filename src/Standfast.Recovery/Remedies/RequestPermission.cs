namespace Standfast.Recovery.Remedies;

/// <summary>Whether a request may go out.</summary>
/// <param name="Why">One sentence, and what to do next; "" where it may.</param>
/// <param name="Overridden">Steps that were passed over with a reason: the request does not hide them.</param>
public sealed record RequestPermission(bool May, string Why, IReadOnlyList<ChecklistLine> Overridden);
