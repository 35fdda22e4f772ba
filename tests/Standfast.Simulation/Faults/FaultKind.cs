namespace Standfast.Simulation.Faults;

public enum FaultKind
{
    /// <summary>The process is killed; what it wrote without sync is still there.</summary>
    Kill,

    /// <summary>Power is lost; what was not synced is there, not there, or there in part.</summary>
    PowerCut,

    /// <summary>Power is lost within a disk operation, now or during the next start.</summary>
    PowerCutInOperation,

    /// <summary>The process is killed within a disk operation, now or during the next start.</summary>
    KillInOperation,

    /// <summary>Stopped and started by its owner.</summary>
    Restart,

    SyncError,
    WriteError,
    ReadError,

    /// <summary>For a while no file can be made.</summary>
    DiskFull,

    /// <summary>A provider changes its mood.</summary>
    Mood,

    /// <summary>As mood, and it may refuse for good.</summary>
    Rejections,

    /// <summary>The DNS fails for a domain for a while.</summary>
    NameFailure,

    /// <summary>For a while a domain does not exist.</summary>
    NameGone,

    /// <summary>A domain moves to another provider.</summary>
    Move,

    ConnectionReset,
    ConnectionCut,
    ConnectionStall,

    /// <summary>The wall clock is set, up to some minutes forth or back.</summary>
    ClockSet,

    /// <summary>Nothing runs for a while: a suspended machine.</summary>
    Suspension,

    /// <summary>A domain's or an account's mail is held, and later released.</summary>
    Hold,

    /// <summary>A domain's mail is bounced by an operator.</summary>
    OperatorBounce,
}
