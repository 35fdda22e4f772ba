namespace Standfast.Recovery.Diagnosis;

/// <summary>What a cause is read from. A part that is null is not known, and speaks for and against nothing.</summary>
/// <param name="Said">The counterparty's words, the first ones first.</param>
public sealed record DiagnosisFacts(string Counterparty, string Cause, IReadOnlyList<string> Said)
{
    /// <summary>Of the days before: tries, deliveries, unknown recipients, complaints.</summary>
    public long Attempts { get; init; }

    public long Delivered { get; init; }

    public long Unknown { get; init; }

    public long Complained { get; init; }

    /// <summary>Mail of the day before, in times of what is usual for it.</summary>
    public double? VolumeRatio { get; init; }

    /// <summary>Senders that were held, with the finding and the reason.</summary>
    public IReadOnlyList<(string Id, string FindingId, string Reason)>? HeldSenders { get; init; }

    /// <summary>Senders that were held lately and that a person released, with the finding and the reason: they were far from their normal, whoever sent.</summary>
    public IReadOnlyList<(string Id, string FindingId, string Reason)> ReleasedSenders { get; init; } = [];

    /// <summary>Lists that name us; of a range where others are meant too.</summary>
    public IReadOnlyList<(string List, string Subject, bool IsRange)>? Listings { get; init; }

    /// <summary>What the security audit finds of names and authentication, one sentence each.</summary>
    public IReadOnlyList<string>? NameFaults { get; init; }

    /// <summary>Published limits that are passed, one sentence each.</summary>
    public IReadOnlyList<string>? LimitsPassed { get; init; }

    /// <summary>What is unlike itself, one sentence each, with what it is about: volume, deferrals, bounces or complaints.</summary>
    public IReadOnlyList<(string Kind, string Text)> Anomalies { get; init; } = [];

    /// <summary>Messages that the guard has refused or held for links, attachments or text, lately.</summary>
    public long? ContentFindings { get; init; }

    /// <summary>Without a list, or with one, of consent: bulk mail of whom nobody knows whether they asked.</summary>
    public bool? HasUnprovenConsent { get; init; }
}
