namespace Standfast.Reputation.Statistics.Anomalies;

/// <summary>Keeps anomalies for 400 days, and the newest 10,000 at most. What is saved is durable when the call returns. May be called concurrently.</summary>
/// <remarks>Every member throws <see cref="IOException"/> where the store cannot be read or written; then nothing has changed.</remarks>
public interface IAnomalyStore
{
    /// <summary>The last hour (since 1970) that was looked at; null before the first.</summary>
    long? LastHour { get; }

    /// <summary>Adds anomalies, or replaces those of the same subject and begin.</summary>
    /// <param name="lastHour">Looked at with it.</param>
    void Save(IReadOnlyCollection<Anomaly> anomalies, long lastHour);

    /// <summary>Newest first.</summary>
    /// <param name="isOpen">Only those that are not over.</param>
    IReadOnlyList<Anomaly> List(bool isOpen, int limit);
}
