using Standfast.Events;
using Standfast.Mail;

namespace Standfast.Queue;

/// <content>Messages that may not be tried now: they come back later, and nothing is recorded of it.</content>
public sealed partial class DeliveryQueue
{
    public async ValueTask PostponeAsync(DueMessage message, TimeSpan wait, string reason, CancellationToken cancellationToken)
    {
        var envelope = message.Envelope;
        var left = LifetimeOf(envelope) - _clock.AgeOf(envelope.AcceptedAt);
        if (left <= TimeSpan.Zero && _clock.LookIsSettled())
        {
            // It ends as it would after a try: what it waited for is the reason that its sender is told.
            var outcome = new AttemptOutcome.Deferred(new SmtpReply(451, 4, 7, reason));
            await CompleteAsync(message, [.. message.DueRecipients.Select(index => new AttemptResult(index, outcome, AttemptDetail.None))], cancellationToken);
            return;
        }

        if (left > TimeSpan.Zero && left < wait) wait = left;
        var signals = new Signals();
        lock (_lock) PostponeLocked(message, wait, ref signals);
        signals.Raise(_dispatcher);
    }

    private void PostponeLocked(DueMessage message, TimeSpan wait, ref Signals signals)
    {
        if (!_items.TryGetValue(message.Envelope.Id, out var item)) return;
        var postponed = new HashSet<int>();
        var domains = new Dictionary<DomainName, DateTimeOffset>();
        var now = _clock.Wall;
        foreach (var index in message.DueRecipients)
        {
            if (!item.InFlight.Remove(index)) continue;
            postponed.Add(index);
            domains[DomainOf(item, index)] = now + wait;
        }

        if (postponed.Count == 0) return;
        // The entry that brought these is spent, and stood for others of their domains too.
        for (var index = 0; index < item.States!.Length; index++)
        {
            var state = item.States[index];
            if (state.Status != RecipientStatus.Queued || postponed.Contains(index) || item.InFlight.Contains(index)) continue;
            if (domains.TryGetValue(DomainOf(item, index), out var known) && state.NextAttempt < known) domains[DomainOf(item, index)] = state.NextAttempt;
        }

        foreach (var (domain, at) in domains) ParkLocked(item, _lanes.LaneOf(KeyOf(domain, item.Envelope!)), at, now, ref signals);
        if (item.InFlight.Count > 0) return;
        _active--;
        if (item.Users == 0) ForgetLocked(item);
    }
}
