namespace Standfast.Reputation.Incidents;

/// <summary>Where suspensions and their signs are reported. May be called concurrently.</summary>
public interface IIncidentDesk
{
    /// <summary>Opens the incident, or adds to it. Returns when that is durable, or is to be tried again: it never throws for a disk that fails.</summary>
    void Report(IncidentSignal signal);
}
