namespace Standfast.Reputation.Statistics.Anomalies;

/// <summary>What is unlike itself.</summary>
public enum AnomalyKind
{
    /// <summary>Tries at delivery in an hour.</summary>
    Volume,

    /// <summary>Deferrals, of tries.</summary>
    Deferrals,

    /// <summary>Bounces of one cause, of deliveries and bounces.</summary>
    Bounces,

    /// <summary>Complaints, of deliveries.</summary>
    Complaints,
}
