using Standfast.Mail;

namespace Standfast.Queue;

/// <summary>What people and rules do to queued mail. Each change is durable before its task ends, and is recorded as an event.</summary>
public interface IQueueControl
{
    QueueCounts Counts { get; }

    /// <summary>Undone messages with a recipient that matches, oldest first, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<QueueEntry>> ListAsync(QueueFilter filter, int limit, CancellationToken cancellationToken);

    /// <summary>Envelope and recipient states; null when the message is done or unknown.</summary>
    /// <exception cref="IOException">Its record cannot be read.</exception>
    /// <exception cref="InvalidDataException">The same.</exception>
    Task<QueueEntry?> FindAsync(SpoolId id, CancellationToken cancellationToken);

    /// <summary>
    /// Messages set aside because they cannot be worked with, oldest first. <see cref="QueueAction.Release"/> brings one back,
    /// <see cref="QueueAction.Bounce"/> by its id ends it, told to nobody where its record cannot be read.
    /// </summary>
    Task<IReadOnlyList<QuarantinedMessage>> ListQuarantineAsync(int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Does it message by message, in bounded memory, without keeping deliveries waiting. Recipients in the hands of Delivery at that
    /// moment are left to their attempt. When it is cancelled, what was done so far stays done.
    /// </summary>
    /// <param name="isDryRun">Only counts.</param>
    Task<QueueChange> ActAsync(QueueAction action, QueueFilter filter, string reason, bool isDryRun, CancellationToken cancellationToken);
}

public sealed record QueueEntry(Envelope Envelope, IReadOnlyList<RecipientState> States);

/// <param name="Active">Messages handed to Delivery at this moment.</param>
public sealed record QueueCounts(long Messages, long Active, long Held, DateTimeOffset? OldestAcceptedAt);

/// <summary>Short forms: the number of recipients changed.</summary>
public static class QueueControlActions
{
    public static async Task<int> HoldAsync(this IQueueControl queue, QueueFilter filter, string reason, CancellationToken cancellationToken) =>
        (int)(await queue.ActAsync(new QueueAction.Hold(), filter, reason, isDryRun: false, cancellationToken)).Recipients;

    public static async Task<int> ReleaseAsync(this IQueueControl queue, QueueFilter filter, string reason, CancellationToken cancellationToken) =>
        (int)(await queue.ActAsync(new QueueAction.Release(), filter, reason, isDryRun: false, cancellationToken)).Recipients;

    public static async Task<int> BounceAsync(this IQueueControl queue, QueueFilter filter, string reason, CancellationToken cancellationToken) =>
        (int)(await queue.ActAsync(new QueueAction.Bounce(), filter, reason, isDryRun: false, cancellationToken)).Recipients;
}
