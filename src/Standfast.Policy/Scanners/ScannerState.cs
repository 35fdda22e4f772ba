namespace Standfast.Policy.Scanners;

/// <param name="IsUp">False after several failures in a row, until it answers again.</param>
/// <param name="LastFailure">What went wrong last; null where nothing has.</param>
/// <param name="Scanned">Messages that it judged since the start.</param>
/// <param name="Failed">Times that it did not, since the start.</param>
public sealed record ScannerState(string Name, string Address, bool IsUp, string? LastFailure, DateTimeOffset? LastFailureAt, long Scanned, long Failed);
