using Standfast.Mail;

namespace Standfast.Queue;

/// <summary>What people and rules do to queued mail. Each change is durable before its task ends, and is recorded as an event.</summary>
public interface IQueueControl
{
    QueueCounts Counts { get; }

    /// <summary>Undone messages, oldest first, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<QueueEntry>> ListAsync(QueueFilter filter, int limit, CancellationToken cancellationToken);

    /// <summary>Envelope and recipient states; null when the message is done or unknown.</summary>
    Task<QueueEntry?> FindAsync(SpoolId id, CancellationToken cancellationToken);

    /// <summary>Messages set aside because they cannot be worked with, oldest first; <see cref="ReleaseAsync"/> brings one back.</summary>
    Task<IReadOnlyList<QuarantinedMessage>> ListQuarantineAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Stops further attempts until released. Returns the number of recipients changed.</summary>
    Task<int> HoldAsync(QueueFilter filter, string reason, CancellationToken cancellationToken);

    /// <summary>Makes held and waiting recipients due now.</summary>
    Task<int> ReleaseAsync(QueueFilter filter, string reason, CancellationToken cancellationToken);

    /// <summary>Ends recipients as bounced, with a DSN where one is deserved.</summary>
    Task<int> BounceAsync(QueueFilter filter, string reason, CancellationToken cancellationToken);
}

/// <summary>All given conditions must hold; none given matches everything.</summary>
public sealed record QueueFilter(SpoolId? Id = null, AccountId? Account = null, DomainName? RecipientDomain = null);

public sealed record QueueEntry(Envelope Envelope, IReadOnlyList<RecipientState> States);

/// <param name="Active">Messages handed to Delivery at this moment.</param>
public sealed record QueueCounts(long Messages, long Active, long Held, DateTimeOffset? OldestAcceptedAt);
