namespace Standfast.Recovery;

/// <summary>How far an incident has come. In the API and the CLI in lower case.</summary>
public enum IncidentStage
{
    Detected,

    /// <summary>What does the harm is stopped.</summary>
    Contained,

    /// <summary>The cause is known.</summary>
    Diagnosed,

    /// <summary>Every step of the checklist is done, signed or overridden.</summary>
    Remedied,

    /// <summary>The counterparty is asked.</summary>
    Requested,

    /// <summary>It lets us send again.</summary>
    Reinstated,

    /// <summary>It has said no.</summary>
    Refused,

    /// <summary>Sending comes back slowly.</summary>
    Ramping,

    /// <summary>It is over. A further sign within <see cref="IncidentBook.Relapse"/> opens it again.</summary>
    Closed,
}
