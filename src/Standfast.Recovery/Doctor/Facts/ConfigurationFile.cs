namespace Standfast.Recovery.Doctor.Facts;

/// <param name="IsWritableByOthers">By the group or others.</param>
public sealed record ConfigurationFile(string Path, DateTimeOffset WrittenAt, bool IsWritableByOthers);
