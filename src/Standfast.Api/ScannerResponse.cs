namespace Standfast.Api;

/// <summary>A scanner that messages are shown to.</summary>
/// <param name="State">up, or down after several failures in a row.</param>
/// <param name="Scanned">Messages judged since the start.</param>
/// <param name="Failed">Times that it gave no verdict, since the start.</param>
/// <param name="LastFailure">What went wrong last.</param>
public sealed record ScannerResponse(string Name, string Address, string State, long Scanned, long Failed, string? LastFailure, DateTimeOffset? LastFailureAt);
