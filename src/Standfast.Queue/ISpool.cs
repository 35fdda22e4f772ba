using System.Collections.Immutable;
using Standfast.Mail;

namespace Standfast.Queue;

/// <summary>
/// The durable home of accepted messages. Whatever task of it ended without a fault survives kill -9 and power loss.
/// After a failed sync every later call faults with <see cref="SpoolFailedException"/>; nothing is ever retried.
/// May be called concurrently.
/// </summary>
public interface ISpool : IAsyncDisposable
{
    /// <summary>Null while healthy; else why nothing more is acknowledged.</summary>
    string? Failure { get; }

    /// <summary>Null while there is room for messages; else why none is taken for now. States are taken all the same.</summary>
    string? Shortage { get; }

    /// <summary>Starts a message whose bytes are written piece by piece. Nothing is kept unless it is committed.</summary>
    /// <param name="fromReserve">True for our own word about mail that was accepted: it may use the room that is kept for states.</param>
    ISpoolWriter BeginMessage(SpoolId id, bool fromReserve);

    /// <summary>
    /// Appends the new states of a message's recipients. All terminal means the message is done and its space may be reclaimed.
    /// When the disk is full and the room kept for states is used up, the task waits for space.
    /// </summary>
    /// <param name="events">Opaque to the spool; handed back by recovery so that no fact is lost.</param>
    /// <param name="canWait">True may take some milliseconds longer: it becomes durable together with something else, without a sync of its own.</param>
    /// <returns>Position of the record, once durable.</returns>
    Task<long> WriteStateAsync(SpoolId id, ReadOnlyMemory<RecipientState> states, ReadOnlyMemory<byte> events, bool canWait, CancellationToken cancellationToken);

    /// <summary>Reads envelope and states back. Null when the message is done or unknown; faults with <see cref="IOException"/> when damaged.</summary>
    Task<StoredMessage?> ReadAsync(SpoolId id, CancellationToken cancellationToken);

    /// <summary>The undone messages above that id, oldest first, at most <paramref name="limit"/>.</summary>
    IReadOnlyList<SpoolId> ListUndone(SpoolId after, int limit);

    /// <summary>The undone message with the lowest id; null when there is none.</summary>
    SpoolId? FindOldest();

    /// <summary>The undone message with the highest id; null when there is none.</summary>
    SpoolId? FindNewest();

    /// <summary>The undone messages found at start-up, with when each is next due. Enumerated once, before the first append.</summary>
    IEnumerable<RecoveredMessage> Recovered { get; }

    /// <summary>
    /// Replays the <c>events</c> blobs of records after <paramref name="afterPosition"/> in log order, to bring the event log up to date
    /// after a crash; a blob is there until the next is asked for. Called once at start.
    /// </summary>
    IEnumerable<(SpoolId Id, long Position, ReadOnlyMemory<byte> Events)> ReplayEvents(long afterPosition);

    /// <summary>Segments below this position need not be kept for <see cref="ReplayEvents"/>: the event log holds their facts durably.</summary>
    void EventsDurableThrough(long position);

    SpoolStats GetStats();
}

public interface ISpoolWriter : IAsyncDisposable
{
    /// <summary>
    /// Adds content. Content given before <see cref="CommitAsync"/> follows the <c>head</c> passed there.
    /// The memory may be reused as soon as the returned task ends. Large content goes to disk as it comes.
    /// </summary>
    /// <exception cref="SpoolFullException">There is no room for the message.</exception>
    ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>
    /// Makes message, envelope and states durable in one record. <paramref name="head"/> (trace and signature fields) comes before the written content.
    /// </summary>
    /// <exception cref="SpoolFullException">There is no room for the message.</exception>
    Task<CommittedMessage> CommitAsync(Envelope envelope, ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> events, CancellationToken cancellationToken);
}

/// <param name="Position">Spool position of the record.</param>
public sealed record CommittedMessage(long Position, IMessageContent Content);

public sealed record StoredMessage(Envelope Envelope, RecipientState[] States, IMessageContent Content);

/// <param name="NextDue">Earliest next attempt of a queued recipient; <see cref="DateTimeOffset.MaxValue"/> when all that is left is held.</param>
/// <param name="Domains">Where its undone recipients are.</param>
public sealed record RecoveredMessage(SpoolId Id, DateTimeOffset NextDue, DateTimeOffset AcceptedAt, AccountId? Account, ImmutableArray<RecoveredDomain> Domains)
{
    public StreamName Stream { get; init; } = StreamName.Transactional;

    public int Priority { get; init; }

    /// <summary>Null where only the server's own limit holds.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>What is known of a message of which this is the envelope.</summary>
    public static RecoveredMessage Of(Envelope envelope, ReadOnlySpan<RecipientState> states)
    {
        var domains = RecoveredDomain.Of(envelope, states);
        var next = DateTimeOffset.MaxValue;
        foreach (var domain in domains)
            if (domain.NextDue < next)
                next = domain.NextDue;
        return new RecoveredMessage(envelope.Id, next, envelope.AcceptedAt, envelope.Account, domains) { Stream = envelope.Stream, Priority = envelope.Priority, ExpiresAt = envelope.ExpiresAt };
    }
}

/// <param name="NextDue">Earliest next attempt of the domain's queued recipients; <see cref="DateTimeOffset.MaxValue"/> when all that is left is held.</param>
/// <param name="Recipients">Undone recipients at the domain.</param>
public readonly record struct RecoveredDomain(DomainName Domain, DateTimeOffset NextDue, int Recipients)
{
    /// <summary>Groups the undone recipients of a message by domain.</summary>
    public static ImmutableArray<RecoveredDomain> Of(Envelope envelope, ReadOnlySpan<RecipientState> states)
    {
        var found = new Dictionary<DomainName, RecoveredDomain>();
        for (var index = 0; index < states.Length; index++)
        {
            if (states[index].IsTerminal) continue;
            var domain = states[index].Route?.Lane ?? envelope.Recipients[index].Domain;
            var due = states[index].Status == RecipientStatus.Queued ? states[index].NextAttempt : DateTimeOffset.MaxValue;
            var known = found.GetValueOrDefault(domain, new RecoveredDomain(domain, DateTimeOffset.MaxValue, 0));
            found[domain] = new RecoveredDomain(domain, due < known.NextDue ? due : known.NextDue, known.Recipients + 1);
        }

        return [.. found.Values];
    }
}

/// <param name="DamagedRecords">Records whose checksum failed and that valid records follow: quarantined, not a torn tail.</param>
public sealed record SpoolStats(int Segments, long SizeBytes, long Messages, long LiveBytes, long DamagedRecords, long Syncs, long Appends)
{
    /// <summary>Allocated ahead for states, so that they can be written when the disk is full.</summary>
    public long ReserveBytes { get; init; }

    /// <summary>Messages copied out of segments of which little was needed, since the start.</summary>
    public long MovedMessages { get; init; }

    /// <summary>What the file system still takes, at the last look.</summary>
    public long FreeBytes { get; init; }

    /// <summary><see cref="long.MaxValue"/> where the file system has no fixed number.</summary>
    public long FreeInodes { get; init; }

    public string FileSystem { get; init; } = "";

    /// <summary>Why the file system is no home for mail; null when it is one.</summary>
    public string? FileSystemConcern { get; init; }
}

/// <summary>The spool can no longer promise durability; the server stops acknowledging and must be restarted.</summary>
public sealed class SpoolFailedException : IOException
{
    public SpoolFailedException(string message) : base(message) { }
    public SpoolFailedException() { }
    public SpoolFailedException(string message, Exception innerException) : base(message, innerException) { }
}
