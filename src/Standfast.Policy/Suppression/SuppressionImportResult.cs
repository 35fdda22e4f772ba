namespace Standfast.Policy.Suppression;

/// <param name="Known">Were on the list before, or stand twice in the file.</param>
/// <param name="Mistakes">The first of the invalid ones, one line each.</param>
public sealed record SuppressionImportResult(long Read, long Added, long Known, long Invalid, IReadOnlyList<string> Mistakes);
