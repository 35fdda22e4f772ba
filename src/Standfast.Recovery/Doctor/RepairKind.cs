namespace Standfast.Recovery.Doctor;

public enum RepairKind
{
    /// <summary>Take all rights of others away, and writing of the group; who owns it keeps all.</summary>
    MakePrivate,

    /// <summary>Take writing away from the group and others.</summary>
    MakeUnwritable,

    /// <summary>A folder of mode 0700.</summary>
    MakeFolder,
}
