namespace Standfast.Recovery;

public enum IncidentStatus
{
    /// <summary>We are suspended, or about to be.</summary>
    Open,

    /// <summary>What was paused for it is being resumed.</summary>
    Resuming,

    /// <summary>All goes as before. A further sign within <see cref="IncidentBook.Relapse"/> opens it again.</summary>
    Resolved,
}
