using System.Buffers;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Queue.Scheduling;

namespace Standfast.Queue;

/// <content>
/// Messages that cannot be worked with: their record cannot be read, or they bring out a defect. After some tries they are set aside,
/// held until a person releases them, and nobody else feels them.
/// </content>
public sealed partial class DeliveryQueue
{
    /// <summary>Tries before a message is set aside; ours.</summary>
    private const int MaxFaults = 3;

    /// <summary>Messages whose faults are counted; ours. When full, all are forgotten.</summary>
    private const int MaxCounted = 10_000;

    private static readonly TimeSpan s_unreadableWait = TimeSpan.FromMinutes(1);

    private readonly Dictionary<SpoolId, int> _faults = [];

    public async ValueTask FaultAsync(DueMessage message, string reason, bool mayTryAgain, CancellationToken cancellationToken)
    {
        bool isLast;
        lock (_lock) isLast = CountFaultLocked(message.Envelope.Id) >= MaxFaults;
        if (mayTryAgain && !isLast)
        {
            var outcome = new AttemptOutcome.Deferred(new SmtpReply(451, 3, 0, "an internal fault; see the log"));
            await CompleteAsync(message, [.. message.DueRecipients.Select(index => new AttemptResult(index, outcome, new AttemptDetail(0, _options.Hostname, null, null, "content")))], cancellationToken);
            return;
        }

        await SetAsideAsync(message, reason, cancellationToken);
    }

    public async Task<IReadOnlyList<QuarantinedMessage>> ListQuarantineAsync(int limit, CancellationToken cancellationToken)
    {
        var found = new Dictionary<SpoolId, QuarantinedMessage>();
        long after = 0;
        while (await _events.QueryAsync(new EventQuery(null, MailEventKind.Quarantined, after, EventQuery.MaxLimit), cancellationToken) is { Count: > 0 } page)
        {
            after = page[^1].Id;
            foreach (var (_, fact) in page) found[fact.Message] = new QuarantinedMessage(fact.Message, fact.At, fact.Sender, fact.Account, fact.Detail ?? "");
        }

        HashSet<SpoolId> held;
        lock (_lock) held = [.. found.Keys.Where(_held.Contains)];
        var messages = new List<QuarantinedMessage>();
        foreach (var message in found.Values.Where(message => held.Contains(message.Id)).OrderBy(message => message.At))
        {
            if (messages.Count == limit) break;
            // What was released since and then held by a person is not in quarantine.
            var facts = await _events.ForMessageAsync(message.Id, cancellationToken);
            if (facts.LastOrDefault(fact => fact.Kind is MailEventKind.Quarantined or MailEventKind.Released)?.Kind == MailEventKind.Quarantined) messages.Add(message);
        }

        return messages;
    }

    private int CountFaultLocked(SpoolId id)
    {
        if (_faults.Count >= MaxCounted) _faults.Clear();
        return _faults[id] = _faults.GetValueOrDefault(id) + 1;
    }

    private async Task SetAsideAsync(DueMessage message, string reason, CancellationToken cancellationToken)
    {
        var envelope = message.Envelope;
        var now = _clock.Wall;
        var events = message.DueRecipients.Select(index => FactOf(envelope, index, now, MailEventKind.Quarantined) with { Detail = reason }).ToArray();
        var facts = new ArrayBufferWriter<byte>(256);
        EventCodec.Write(facts, events);
        QueueItem? item;
        Task<long> written;
        lock (_lock)
        {
            _faults.Remove(envelope.Id);
            if (!_items.TryGetValue(envelope.Id, out item)) return;
            foreach (var index in message.DueRecipients)
                if (!item.States![index].IsTerminal)
                    item.States[index] = item.States[index] with { Status = RecipientStatus.Held, NextAttempt = now };
            written = _spool.WriteStateAsync(envelope.Id, item.States!.AsSpan().ToArray(), facts.WrittenMemory, canWait: false, cancellationToken);
            item.Unrecorded++;
        }

        var position = await written;
        _events.Append(events, position);
        var signals = new Signals();
        lock (_lock)
        {
            item.Unrecorded--;
            LandLocked(item, message.DueRecipients, ref signals);
        }

        signals.Raise(_dispatcher);
    }

    /// <summary>A person has given up a message whose record cannot be read. Nobody can be told of it, and how many recipients it had is not known.</summary>
    /// <returns>False when it is not set aside.</returns>
    private async Task<bool> EndUnreadableAsync(QueueItem item, string reason, bool isDryRun)
    {
        lock (_lock)
        {
            if (item.UnreadableReason is null || !_held.Contains(item.Id)) return false;
        }

        if (isDryRun) return true;
        MailEvent[] events = [new MailEvent(item.Id, _clock.Wall, MailEventKind.Bounced) { Detail = $"{reason} (its record cannot be read: nobody is told)" }];
        var facts = new ArrayBufferWriter<byte>(256);
        EventCodec.Write(facts, events);
        // Of no recipients all are done.
        var position = await _spool.WriteStateAsync(item.Id, ReadOnlyMemory<RecipientState>.Empty, facts.WrittenMemory, canWait: false, CancellationToken.None);
        _events.Append(events, position);
        lock (_lock)
        {
            if (_held.Remove(item.Id)) _messages--;
        }

        return true;
    }

    /// <summary>The record could not be read: it is looked at again, and in the end only after a restart or a release.</summary>
    private void ReadAgainLocked(QueueItem item, Lane<QueueItem> lane, ref Signals signals)
    {
        var now = _clock.Wall;
        if (CountFaultLocked(item.Id) < MaxFaults)
        {
            ParkLocked(item, lane, now + s_unreadableWait, now, ref signals);
            return;
        }

        _faults.Remove(item.Id);
        _held.Add(item.Id);
        _events.Append([new MailEvent(item.Id, now, MailEventKind.Quarantined) { Detail = item.UnreadableReason }], 0);
    }
}
