using System.Buffers;
using Standfast.Events;
using Standfast.Mail;

namespace Standfast.Queue;

/// <content>Senders are told that it takes long also where nothing is tried: while a site is down, paused or without a name that can be looked up.</content>
public sealed partial class DeliveryQueue
{
    public async ValueTask<bool> WarnAsync(DueMessage message, SmtpReply reason, CancellationToken cancellationToken)
    {
        // It is taken by its number, which is older where its sender wished for a later time, or was slow to send it.
        var isLate = _clock.LookIsSettled() && IsLate(message.Envelope);
        try
        {
            if (isLate) await TellOfDelayAsync(message, reason, cancellationToken);
        }
        finally
        {
            var signals = new Signals();
            lock (_lock)
            {
                if (_items.TryGetValue(message.Envelope.Id, out var item)) LandLocked(item, message.DueRecipients, ref signals, isTold: isLate);
            }

            signals.Raise(_dispatcher);
        }

        return isLate;
    }

    private async ValueTask TellOfDelayAsync(DueMessage message, SmtpReply reason, CancellationToken cancellationToken)
    {
        var envelope = message.Envelope;
        QueueItem? item;
        lock (_lock)
        {
            if (!_items.TryGetValue(envelope.Id, out item)) return;
        }

        var warned = new HashSet<int>(0);
        var outcome = new AttemptOutcome.Deferred(reason);
        var results = message.DueRecipients.Select(index => new AttemptResult(index, outcome, AttemptDetail.None)).ToArray();
        foreach (var report in FindReports(item, envelope, results, _clock.Wall, isExpired: false, warned)) await NotifyAsync(envelope, message.Content, report, cancellationToken);
        if (warned.Count == 0) return;

        var facts = new ArrayBufferWriter<byte>(16);
        EventCodec.Write(facts, []);
        Task<long> written;
        lock (_lock)
        {
            foreach (var index in warned) item.States![index] = item.States[index] with { IsWarned = true };
            written = _spool.WriteStateAsync(envelope.Id, item.States!.AsSpan().ToArray(), facts.WrittenMemory, canWait: true, cancellationToken);
        }

        await written;
    }

    private bool IsLate(Envelope envelope) => _clock.AgeOf(envelope.FirstDue) >= _options.WarnAfter;
}
