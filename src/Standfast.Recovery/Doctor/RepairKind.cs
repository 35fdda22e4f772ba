namespace Standfast.Recovery.Doctor;

public enum RepairKind
{
    /// <summary>Mode 0600 for a file, 0700 for a folder.</summary>
    MakePrivate,

    /// <summary>A folder of mode 0700.</summary>
    MakeFolder,
}
