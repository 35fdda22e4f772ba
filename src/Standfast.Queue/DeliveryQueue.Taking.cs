using Standfast.Events;
using Standfast.Mail;
using Standfast.Queue.Scheduling;

namespace Standfast.Queue;

/// <content>How a site gets its next message.</content>
public sealed partial class DeliveryQueue
{
    public ValueTask<DueMessage?> TakeAsync(string site, int maxRecipients, CancellationToken cancellationToken) =>
        TakeAsync(site, maxRecipients, Turn.Next, cancellationToken);

    public ValueTask<DueMessage?> TakeExpiredAsync(string site, int maxRecipients, CancellationToken cancellationToken) =>
        TakeAsync(site, maxRecipients, Turn.Expired, cancellationToken);

    public ValueTask<DueMessage?> TakeLateAsync(string site, CancellationToken cancellationToken) =>
        TakeAsync(site, int.MaxValue, Turn.Late, cancellationToken);

    public void Return(DueMessage message, IReadOnlyList<int> recipientIndexes)
    {
        var signals = new Signals();
        lock (_lock)
        {
            if (!_items.TryGetValue(message.Envelope.Id, out var item)) return;
            LandLocked(item, recipientIndexes, ref signals);
        }

        signals.Raise(_dispatcher);
    }

    private async ValueTask<DueMessage?> TakeAsync(string site, int maxRecipients, Turn turn, CancellationToken cancellationToken)
    {
        while (true)
        {
            Lane<QueueItem> lane;
            SiteLanes<QueueItem>? lanes;
            QueueItem item;
            // What could not be recorded is not attempted: it would be attempted again after the restart.
            if (_spool.Failure is not null) return null;
            // While there is no room what must be written is an outcome; what is not told now is told when there is.
            if (turn == Turn.Late && _spool.Shortage is not null) return null;
            lock (_lock)
            {
                if (!_lanes.TryFindSite(site, out lanes)) return null;
                if (turn != Turn.Next && !_clock.LookIsSettled()) return null;
                if (!TryTakeLocked(lanes, turn, out lane, out var entry)) return null;
                item = entry.Loaded ?? AcquireLocked(entry.Id);
            }

            var isReadable = item.IsLoaded || await LoadAsync(item);
            var signals = new Signals();
            DueMessage? due = null;
            lock (_lock)
            {
                if (isReadable) due = PickLocked(item, lane, lanes, maxRecipients, turn, ref signals);
                // Who only tells a sender takes nobody's turn.
                if (due is { DueRecipients.Count: > 1 } && turn == Turn.Next) lanes.Charge(lane.Key.Account, due.DueRecipients.Count - 1);
                else if (item.UnreadableReason is not null) ReadAgainLocked(item, lane, ref signals);
                ReleaseLocked(item);
                _lanes.Tidy(lane);
            }

            signals.Raise(_dispatcher);
            // What is not to be sent needs no leave to be.
            if (due is not null && turn != Turn.Late && _options.Gate is { } gate) due = await PassAsync(gate, due, cancellationToken);
            if (due is not null) return due;
        }
    }

    private bool TryTakeLocked(SiteLanes<QueueItem> lanes, Turn turn, out Lane<QueueItem> lane, out LaneEntry<QueueItem> entry) => turn switch
    {
        Turn.Expired => lanes.TryTakeOlder(_clock.Before(_retry.ExpireAfter), untold: false, out lane, out entry),
        Turn.Late => lanes.TryTakeOlder(_clock.Before(_options.WarnAfter), untold: true, out lane, out entry),
        _ => lanes.TryTake(out lane, out entry),
    };

    /// <summary>Holds what may not go out now, and ends the recipients that may not be written to any more.</summary>
    /// <returns>The message with the others; null when there are none.</returns>
    private async ValueTask<DueMessage?> PassAsync(ISendingGate gate, DueMessage due, CancellationToken cancellationToken)
    {
        if (gate.WhyHeld(due.Envelope) is { } why)
        {
            await CompleteAsync(due, [.. due.DueRecipients.Select(index => new AttemptResult(index, new AttemptOutcome.Held(why), AttemptDetail.None))], cancellationToken);
            return null;
        }

        List<AttemptResult>? suppressed = null;
        foreach (var index in due.DueRecipients)
            if (gate.WhySuppressed(due.Envelope, due.Envelope.Recipients[index]) is { } reason)
                (suppressed ??= []).Add(new AttemptResult(index, new AttemptOutcome.Suppressed(reason), AttemptDetail.None));
        if (suppressed is not null)
        {
            await CompleteAsync(due, suppressed, cancellationToken);
            if (suppressed.Count == due.DueRecipients.Count) return null;
            due = due with { DueRecipients = [.. due.DueRecipients.Except(suppressed.Select(result => result.RecipientIndex))] };
        }

        if (gate.WaitFor(due.Envelope) is not { } wait) return due;
        await PostponeAsync(due, wait.For, wait.Reason, cancellationToken);
        return null;
    }

    private QueueItem AcquireLocked(SpoolId id)
    {
        if (!_items.TryGetValue(id, out var item)) _items.Add(id, item = new QueueItem(id));
        item.Users++;
        return item;
    }

    private void ReleaseLocked(QueueItem item)
    {
        if (--item.Users > 0 || item.InFlight.Count > 0) return;
        ForgetLocked(item);
    }

    private void ForgetLocked(QueueItem item)
    {
        if (_items.Remove(item.Id) && item.IsFresh) _fresh--;
    }

    /// <summary>Hands out the message's due recipients of all domains that the site serves; to be told of, only those of the lane: others have entries of their own.</summary>
    private DueMessage? PickLocked(QueueItem item, Lane<QueueItem> lane, SiteLanes<QueueItem> lanes, int maxRecipients, Turn turn, ref Signals signals)
    {
        // Its entry is spent: the end is for all of its recipients.
        if (EndsLocked(item)) return null;
        var now = _clock.Wall;
        if (lane.Key != KeyOf(lane.Key.Domain, item.Envelope!))
        {
            // Start-up knew less of it than its envelope says.
            signals.Add(_lanes.Add(_lanes.LaneOf(KeyOf(lane.Key.Domain, item.Envelope!)), new LaneEntry<QueueItem>(item.Id, null), isFresh: false));
            return null;
        }

        var due = new List<int>(Math.Min(item.States!.Length, maxRecipients));
        var (attempts, hasMore, next) = (0, false, DateTimeOffset.MaxValue);
        DomainName? known = null;
        var isServed = false;
        List<(DomainName Domain, DateTimeOffset Due)>? misplaced = null;
        for (var index = 0; index < item.States.Length; index++)
        {
            var state = item.States[index];
            if (state.Status != RecipientStatus.Queued || item.InFlight.Contains(index)) continue;
            var domain = state.Route?.Lane ?? item.Envelope!.Recipients[index].Domain;
            if (!ReferenceEquals(domain, known))
            {
                known = domain;
                isServed = domain == lane.Key.Domain || _lanes.SiteOf(domain) == lanes.Site.Name;
            }

            if (!isServed)
            {
                if (state.Route is not null && item.Envelope!.Recipients[index].Domain == lane.Key.Domain) (misplaced ??= []).Add((domain, state.NextAttempt));
                continue;
            }

            if (turn == Turn.Late && domain != lane.Key.Domain) continue;
            if (state.NextAttempt > now && !IsLeftByAJump(item, state, now))
            {
                if (domain == lane.Key.Domain && state.NextAttempt < next) next = state.NextAttempt;
                continue;
            }

            if (due.Count == maxRecipients)
            {
                hasMore = true;
                break;
            }

            due.Add(index);
            attempts = Math.Max(attempts, state.Attempts);
        }

        // Rerouted recipients that start-up put where their domain's mail is.
        if (misplaced is not null)
            foreach (var (domain, at) in misplaced)
                ParkLocked(item, _lanes.LaneOf(KeyOf(domain, item.Envelope!)), at, now, ref signals);
        if (due.Count == 0)
        {
            // An entry that came too early, as after a hold and a release: its time is still to come.
            if (next != DateTimeOffset.MaxValue) ParkLocked(item, lane, next, now, ref signals);
            return null;
        }

        if (hasMore) signals.Add(_lanes.Add(lane, new LaneEntry<QueueItem>(item.Id, null), isFresh: false));
        if (item.InFlight.Count == 0) _active++;
        item.InFlight.UnionWith(due);
        return new DueMessage(item.Envelope!, item.Content!, due) { PreviousAttempts = attempts };
    }

    private void ParkLocked(QueueItem item, Lane<QueueItem> lane, DateTimeOffset due, DateTimeOffset now, ref Signals signals, bool isTold = false)
    {
        signals.Add(ScheduleLocked(lane, new LaneEntry<QueueItem>(item.Id, null) { IsTold = isTold }, due, now));
        SetTimerLocked();
    }

    /// <summary>Reads envelope, states and content back. False when the message is done or cannot be read now.</summary>
    private Task<bool> LoadAsync(QueueItem item)
    {
        lock (_lock) return item.Loading ??= ReadAsync(item);
    }

    private async Task<bool> ReadAsync(QueueItem item)
    {
        try
        {
            var stored = await _spool.ReadAsync(item.Id, CancellationToken.None);
            if (stored is null) return false;
            lock (_lock) (item.Envelope, item.States, item.Content) = (stored.Envelope, stored.States, stored.Content);
            return true;
        }
#pragma warning disable CA1031 // Whatever one record brings out must not stop the others; it stays on disk.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            item.UnreadableReason = exception.Message;
            return false;
        }
    }

    /// <summary>Takes recipients out of Delivery's hands and plans their next attempts.</summary>
    /// <param name="isTold">It was seen to that the sender knows how long it takes.</param>
    private void LandLocked(QueueItem item, IEnumerable<int> indexes, ref Signals signals, bool isTold = false)
    {
        var now = _clock.Wall;
        var (landed, isDone) = (false, item.IsDone);
        if (item.IsHeld) _held.Add(item.Id);
        else _held.Remove(item.Id);
        HashSet<DomainName>? domains = null;
        foreach (var index in indexes)
        {
            if (!item.InFlight.Remove(index)) continue;
            landed = true;
            if (!isDone) (domains ??= []).Add(DomainOf(item, index));
        }

        if (!landed) return;
        if (!isDone) EndsLocked(item);
        if (domains is not null) ParkRestLocked(item, domains, now, isTold, ref signals);
        if (item.InFlight.Count > 0) return;
        _active--;
        if (isDone) _messages--;
        if (item.Users == 0) ForgetLocked(item);
    }

    /// <summary>Plans the next attempts of all that wait at these domains and are in nobody's hands.</summary>
    private void ParkRestLocked(QueueItem item, HashSet<DomainName> domains, DateTimeOffset now, bool isTold, ref Signals signals)
    {
        // The entry that brought these is spent: it stood for others of their domains too, which may be due later than they were.
        var next = new Dictionary<DomainName, DateTimeOffset>();
        for (var index = 0; index < item.States!.Length; index++)
        {
            var state = item.States[index];
            if (state.Status != RecipientStatus.Queued || item.InFlight.Contains(index) || DomainOf(item, index) is var domain && !domains.Contains(domain)) continue;
            // The clock may have jumped while the outcome waited for the disk.
            var due = IsLeftByAJump(item, state, now) ? now : state.NextAttempt;
            if (!next.TryGetValue(domain, out var known) || due < known) next[domain] = due;
        }

        foreach (var (domain, at) in next) ParkLocked(item, _lanes.LaneOf(KeyOf(domain, item.Envelope!)), at, now, ref signals, isTold);
    }

    /// <summary>
    /// Further ahead than any wait is what a wall clock that jumped back leaves; what was never tried is due when it has waited for as
    /// long as was asked.
    /// </summary>
    private bool IsLeftByAJump(QueueItem item, RecipientState state, DateTimeOffset now) => state.Attempts > 0
        ? state.NextAttempt >= now + _retry.Longest
        : state.NextAttempt > now && _clock.AgeOf(item.Envelope!.AcceptedAt) >= item.Envelope.FirstDue - item.Envelope.AcceptedAt;

    /// <summary>Why a message is taken.</summary>
    private enum Turn
    {
        /// <summary>It is the next.</summary>
        Next,

        /// <summary>Its time may be over.</summary>
        Expired,

        /// <summary>Its sender may have to be told that it takes long.</summary>
        Late,
    }

    private static DomainName DomainOf(QueueItem item, int index) => item.States![index].Route?.Lane ?? item.Envelope!.Recipients[index].Domain;
}
