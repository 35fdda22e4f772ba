using Standfast.Mail;

namespace Standfast.Queue;

/// <summary>
/// An undone message that somebody works with: it is fresh, being read, in the hands of Delivery, or being changed. All others
/// are only on disk, and entries in the schedule. Guarded by the queue's lock.
/// </summary>
internal sealed class QueueItem(SpoolId id)
{
    public SpoolId Id { get; } = id;

    public Envelope? Envelope { get; set; }

    public RecipientState[]? States { get; set; }

    public IMessageContent? Content { get; set; }

    /// <summary>Reads the rest from the spool, once for all who want it. Null when it was never needed.</summary>
    public Task<bool>? Loading { get; set; }

    /// <summary>Entries and callers that hold this object: it stays while there are any.</summary>
    public int Users { get; set; }

    /// <summary>Recipients in the hands of Delivery.</summary>
    public HashSet<int> InFlight { get; } = [];

    /// <summary>Changes of <see cref="States"/> whose facts the event log has not been given yet.</summary>
    public int Unrecorded { get; set; }

    /// <summary>Why the record could not be read; null when it was, or was not tried.</summary>
    public string? UnreadableReason { get; set; }

    /// <summary>Kept in RAM since its acceptance.</summary>
    public bool IsFresh { get; set; }

    public bool IsLoaded => Envelope is not null && States is not null && Content is not null;

    public bool IsDone => States is not null && Array.TrueForAll(States, state => state.IsTerminal);

    /// <summary>No recipient is waiting or in hand; at least one is held.</summary>
    public bool IsHeld => States is not null && !IsDone && Array.TrueForAll(States, state => state.IsTerminal || state.Status == RecipientStatus.Held);
}
