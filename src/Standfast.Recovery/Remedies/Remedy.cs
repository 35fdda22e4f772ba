namespace Standfast.Recovery.Remedies;

/// <summary>The checklist of a cause, or of a kind of notice.</summary>
/// <param name="Id">A cause, or "host-notice".</param>
public sealed record Remedy(string Id, string Title, IReadOnlyList<RemedyStep> Steps);
