namespace Standfast.Queue;

/// <summary>What Delivery sees of the queue.</summary>
public interface IDeliveryQueue
{
    /// <summary>
    /// Messages with at least one due recipient, one at a time; waits while there are none. A message handed out is not handed
    /// out again before <see cref="CompleteAsync"/> was called for every index in its <see cref="DueMessage.DueRecipients"/>.
    /// </summary>
    IAsyncEnumerable<DueMessage> TakeDueAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Records outcomes of some of the due recipients. The task ends when they are durable: a connection sends its next
    /// final dot only after that, so that a crash repeats at most one transaction a connection.
    /// Faults with <see cref="IOException"/> when the spool has failed.
    /// </summary>
    ValueTask CompleteAsync(DueMessage message, IReadOnlyList<AttemptResult> results, CancellationToken cancellationToken);

    /// <summary>Hands due recipients back untouched (shutdown), to be due at once after restart.</summary>
    void Return(DueMessage message, IReadOnlyList<int> recipientIndexes);
}

/// <summary>A message with recipients that are due now.</summary>
public sealed record DueMessage(Envelope Envelope, IMessageContent Content, IReadOnlyList<int> DueRecipients)
{
    /// <summary>Tries made before this one, the most of the due recipients.</summary>
    public int PreviousAttempts { get; init; }
}
