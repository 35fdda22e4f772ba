namespace Standfast.Recovery.Doctor.Facts;

/// <param name="Scanned">Messages that it judged since the start.</param>
/// <param name="Failed">Times that it did not.</param>
public sealed record ScannerFacts(string Name, string Address, bool IsUp, string? LastFailure, long Scanned, long Failed);
