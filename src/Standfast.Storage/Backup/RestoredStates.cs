using System.Buffers;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Queue;
using Standfast.Storage.Spool;

namespace Standfast.Storage.Backup;

/// <summary>Gives the undone recipients of a restored spool the states that are right after a restore.</summary>
/// <param name="events">Null where none is left of the server that made the backup.</param>
internal sealed class RestoredStates(SegmentedSpool spool, IEventLog? events, DateTimeOffset backedUpAt, bool send, TimeProvider time)
{
    /// <summary>Messages whose new states are written together; ours.</summary>
    private const int Batch = 500;

    private long _messages;
    private long _ended;
    private long _held;
    private long _queued;

    public async Task<RestoredSpool> RunAsync(CancellationToken cancellationToken)
    {
        var writes = new List<Task>();
        // It tells those who plan; here nobody does.
        foreach (var _ in spool.Recovered) { }

        IReadOnlyList<SpoolId> page = [default];
        while ((page = spool.ListUndone(page[^1], Batch)).Count > 0)
        {
            foreach (var id in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (await ChangeAsync(id, cancellationToken) is { } write) writes.Add(write);
            }

            await Task.WhenAll(writes);
            writes.Clear();
        }

        return new RestoredSpool(backedUpAt, _messages, _ended, _held, _queued, null);
    }

    /// <returns>The write of the message's states; null when they stay.</returns>
    private async Task<Task?> ChangeAsync(SpoolId id, CancellationToken cancellationToken)
    {
        _messages++;
        StoredMessage stored;
        try
        {
            stored = await spool.ReadAsync(id, cancellationToken) ?? throw new IOException($"message {id} is gone");
        }
        catch (Exception exception) when (exception is not SpoolFailedException and (IOException or InvalidDataException))
        {
            // It was damaged when it was backed up: the server sets it aside, and sends nothing of it.
            return null;
        }

        var ends = await EndsAsync(id, cancellationToken);
        var now = time.GetUtcNow();
        var facts = new List<MailEvent>();
        var isChanged = false;
        for (var index = 0; index < stored.States.Length; index++)
        {
            var recipient = stored.Envelope.Recipients[index].ToString();
            ref var state = ref stored.States[index];
            if (state.IsTerminal) continue;
            if (ends.TryGetValue(recipient, out var status))
            {
                _ended++;
                (state, isChanged) = (state with { Status = status, NextAttempt = now }, true);
            }
            else if (send && state.Status == RecipientStatus.Queued) _queued++;
            else if (state.Status == RecipientStatus.Held) _held++;
            else
            {
                _held++;
                (state, isChanged) = (state with { Status = RecipientStatus.Held, NextAttempt = now }, true);
                facts.Add(new MailEvent(id, now, MailEventKind.Held)
                {
                    Recipient = recipient,
                    Sender = stored.Envelope.Sender.ToString(),
                    Account = stored.Envelope.Account,
                    Detail = $"restored from the backup of {backedUpAt:yyyy-MM-dd HH:mm:ss'Z'}: it may have been delivered since",
                });
            }
        }

        if (!isChanged) return null;
        var encoded = new ArrayBufferWriter<byte>(256);
        EventCodec.Write(encoded, [.. facts]);
        return spool.WriteStateAsync(id, stored.States, encoded.WrittenMemory, canWait: false, cancellationToken);
    }

    private async Task<Dictionary<string, RecipientStatus>> EndsAsync(SpoolId id, CancellationToken cancellationToken)
    {
        var ends = new Dictionary<string, RecipientStatus>(StringComparer.Ordinal);
        if (events is null) return ends;
        foreach (var fact in await events.ForMessageAsync(id, cancellationToken))
        {
            if (fact.Recipient is null) continue;
            if (fact.Kind == MailEventKind.Delivered) ends[fact.Recipient] = RecipientStatus.Delivered;
            else if (fact.Kind == MailEventKind.Bounced) ends[fact.Recipient] = RecipientStatus.Bounced;
            else if (fact.Kind == MailEventKind.Expired) ends[fact.Recipient] = RecipientStatus.Expired;
        }

        return ends;
    }
}
