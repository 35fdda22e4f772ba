namespace Standfast.Recovery.Doctor.Facts;

/// <param name="Setting">The setting that names it; "" for one of the data folder.</param>
/// <param name="IsOpen">The group or others may read or write it.</param>
public sealed record SecretFile(string Path, string Setting, bool Exists, bool IsOpen);
