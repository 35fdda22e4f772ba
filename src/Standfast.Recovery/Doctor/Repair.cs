namespace Standfast.Recovery.Doctor;

/// <summary>A change that can be made without asking further: it takes nothing away from anybody who should have it.</summary>
/// <param name="Path">Absolute, of a file or folder of the server.</param>
public sealed record Repair(RepairKind Kind, string Path);
