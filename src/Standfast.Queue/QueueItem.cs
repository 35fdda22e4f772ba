namespace Standfast.Queue;

/// <summary>
/// One undone message in the scheduler. Envelope, states and content are in RAM only while the message is fresh or in the
/// hands of Delivery; afterwards they are read back from the spool when it is due. Guarded by the queue's lock.
/// </summary>
internal sealed class QueueItem(Mail.SpoolId id, DateTimeOffset acceptedAt)
{
    public Mail.SpoolId Id { get; } = id;

    public DateTimeOffset AcceptedAt { get; } = acceptedAt;

    public Envelope? Envelope { get; set; }

    public RecipientState[]? States { get; set; }

    public IMessageContent? Content { get; set; }

    /// <summary>Recipients in the hands of Delivery; null when none is.</summary>
    public HashSet<int>? InFlight { get; set; }

    /// <summary>Counts up whenever the due time changes, so that stale heap entries are recognised.</summary>
    public int Generation { get; set; }

    public bool IsHeld { get; set; }

    public bool IsLoaded => Envelope is not null && States is not null && Content is not null;

    public void Unload()
    {
        Envelope = null;
        States = null;
        Content = null;
    }

    public DateTimeOffset NextDue()
    {
        var next = DateTimeOffset.MaxValue;
        foreach (var state in States!)
            if (state.Status == RecipientStatus.Queued && state.NextAttempt < next)
                next = state.NextAttempt;
        return next;
    }
}
