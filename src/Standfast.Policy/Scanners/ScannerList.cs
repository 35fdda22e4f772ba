namespace Standfast.Policy.Scanners;

/// <summary>The scanners that are set, for whoever asks how they are.</summary>
public sealed record ScannerList(IReadOnlyList<ScannerCircuit> All);
