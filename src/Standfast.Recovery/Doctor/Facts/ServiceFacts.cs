namespace Standfast.Recovery.Doctor.Facts;

/// <summary>How the server itself is.</summary>
public sealed record ServiceFacts(DateTimeOffset StartedAt)
{
    /// <summary>Why nothing can be stored until a restart; null where it can.</summary>
    public string? SpoolFailure { get; init; }

    /// <summary>Why no new mail is taken for now; null where it is.</summary>
    public string? SpoolShortage { get; init; }

    public long DamagedRecords { get; init; }

    public long QueuedMessages { get; init; }

    public long HeldMessages { get; init; }

    public DateTimeOffset? OldestAcceptedAt { get; init; }

    public int QuarantinedMessages { get; init; }

    /// <summary>Why the event log cannot be read; null where it can.</summary>
    public string? EventLogFailure { get; init; }

    public IReadOnlyList<ScannerFacts> Scanners { get; init; } = [];

    /// <summary>Targets and reasons of pauses that a person set.</summary>
    public IReadOnlyList<(string Target, string Reason)> Pauses { get; init; } = [];

    /// <summary>Null where there is none.</summary>
    public ConfigurationFile? Configuration { get; init; }
}
