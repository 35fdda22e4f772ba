namespace Standfast.Reputation.Incidents;

/// <summary>What a signal says of an incident.</summary>
public enum IncidentStep
{
    /// <summary>The suspension, or its approach, was seen: it opens the incident, or adds to it.</summary>
    Seen,

    /// <summary>What was paused for it is being resumed.</summary>
    Resuming,

    /// <summary>All goes as before.</summary>
    Resolved,
}
