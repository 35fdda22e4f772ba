namespace Standfast.Api;

/// <summary>An address that is not to be written to.</summary>
/// <param name="Account">Whose mail it does not get; default "default".</param>
/// <param name="Stream">Only this stream of the account; null all.</param>
/// <param name="Global">Nobody's mail of this server.</param>
/// <param name="Reason">unsubscribed, complaint, hard-bounce, manual or imported.</param>
/// <param name="Source">Who or what says so.</param>
/// <param name="Cause">Name of the incident or event that it came of: all of one cause can be undone together.</param>
public sealed record SuppressionRequest(string Address, string? Account = null, string? Stream = null, bool Global = false, string Reason = "manual", string? Source = null, string? Cause = null);

/// <param name="Scope">global, account or stream.</param>
/// <param name="Message">Id of the message that it came of.</param>
public sealed record SuppressionResponse(string Address, string Scope, string? Account, string? Stream, string Reason, DateTimeOffset At, string? Source, string? Message, string? Cause);

/// <param name="DryRun">Only counts.</param>
public sealed record SuppressionUndoRequest(string Cause, bool DryRun = false);

/// <summary>How many entries were taken out, or would be.</summary>
public sealed record SuppressionRemovalResponse(long Removed, bool DryRun);

/// <param name="Known">Were there before, or stand twice in the file.</param>
/// <param name="Mistakes">The first of the invalid ones.</param>
/// <param name="Cause">Under which "suppress undo" takes out all of it.</param>
public sealed record SuppressionImportResponse(long Read, long Added, long Known, long Invalid, IReadOnlyList<string> Mistakes, string Cause);
