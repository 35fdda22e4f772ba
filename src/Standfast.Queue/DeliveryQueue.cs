using System.Buffers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Queue.Clocks;
using Standfast.Queue.Scheduling;

namespace Standfast.Queue;

/// <summary>
/// Owns every undone message: takes it in, hands it out when it is due, records what became of it. The spool holds the truth;
/// here are only entries of who is due when and where, and the messages that are being worked with. May be called concurrently.
/// </summary>
public sealed partial class DeliveryQueue : IDeliveryQueue, IMessageAcceptor, IQueueControl, IDisposable
{
    /// <summary>Due messages moved under one hold of the lock; ours.</summary>
    private const int MovedAtOnce = 1_000;

    /// <summary>Timers know no more than 49 days; when nothing is due yet it is set again.</summary>
    private static readonly TimeSpan s_longestTimer = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<SpoolId, QueueItem> _items = [];
    private readonly LaneTable<QueueItem> _lanes;
    private readonly Parking _parking = new();
    private readonly Parking _expiries = new();
    private readonly HashSet<SpoolId> _held = [];
    private readonly ISpool _spool;
    private readonly IEventLog _events;
    private readonly SpoolIdGenerator _ids;
    private readonly RetrySchedule _retry;
    private readonly DeliveryQueueOptions _options;
    private readonly ClockWatch _clock;
    private readonly IReportSigner? _signer;
    private readonly ITimer _timer;
    private IDeliveryDispatcher? _dispatcher;
    private DateTimeOffset _timerDue = DateTimeOffset.MaxValue;
    private long _messages;
    private int _active;
    private int _fresh;

    /// <param name="signer">Null sends notifications unsigned.</param>
    /// <param name="clockMemory">Null notices no jump of the wall clock from one process to the next.</param>
    public DeliveryQueue(
        ISpool spool, IEventLog events, SpoolIdGenerator ids, RetrySchedule retry, DeliveryQueueOptions options, TimeProvider time, IReportSigner? signer = null, ILogger? logger = null, IClockMemory? clockMemory = null)
    {
        _spool = spool;
        _events = events;
        _ids = ids;
        _retry = retry;
        _options = options;
        _signer = signer;
        _lanes = new LaneTable<QueueItem>(options.PoolOf is { } poolOf ? key => poolOf(key.Account, key.Stream) : null);
        _clock = new ClockWatch(time, clockMemory, logger ?? NullLogger.Instance);
        _timer = time.CreateTimer(_ => MoveDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var now = time.GetUtcNow();
        lock (_lock)
        {
            foreach (var message in spool.Recovered)
            {
                _messages++;
                if (message.NextDue == DateTimeOffset.MaxValue) _held.Add(message.Id);
                if (message.ExpiresAt is { } expiresAt) WatchExpiryLocked(message.Id, expiresAt - message.AcceptedAt - _clock.AgeOf(message.AcceptedAt));
                foreach (var domain in message.Domains)
                    if (domain.NextDue != DateTimeOffset.MaxValue)
                        ScheduleLocked(_lanes.LaneOf(new LaneKey(domain.Domain, message.Account, message.Stream, LaneKey.BandOf(message.Priority))), new LaneEntry<QueueItem>(message.Id, null), domain.NextDue + _clock.StartJump, now);
            }

            SetTimerLocked();
        }
    }

    public Unavailability? Unavailable =>
        _spool.Failure is { } failure ? new Unavailability.Failed(failure) : _spool.Shortage is { } shortage ? new Unavailability.Full(shortage) : null;

    public SpoolId NextId() => _ids.Next();

    public ISpoolWriter Begin(SpoolId id) => _spool.BeginMessage(id, fromReserve: false);

    public async Task AcceptAsync(ISpoolWriter writer, Envelope envelope, ReadOnlyMemory<byte> head, MailEvent[] facts, CancellationToken cancellationToken)
    {
        var written = new ArrayBufferWriter<byte>(1_024);
        EventCodec.Write(written, facts);
        var committed = await writer.CommitAsync(envelope, head, written.WrittenMemory, cancellationToken);
        _events.Append(facts, committed.Position);
        var signals = new Signals();
        lock (_lock)
        {
            _messages++;
            var now = _clock.Wall;
            var isDue = envelope.FirstDue <= envelope.AcceptedAt;
            if (envelope.IsHeld) _held.Add(envelope.Id);
            QueueItem? item = null;
            // Whoever lists the spool may have found the message before this line, and work with it: then it is theirs to read.
            if (isDue && !envelope.IsHeld && _fresh < _options.MaxFreshInMemory && !_items.ContainsKey(envelope.Id))
            {
                item = new QueueItem(envelope.Id) { Envelope = envelope, Content = committed.Content, States = new RecipientState[envelope.Recipients.Length], IsFresh = true };
                Array.Fill(item.States, new RecipientState(RecipientStatus.Queued, 0, envelope.AcceptedAt));
                _items.Add(item.Id, item);
                _fresh++;
            }

            DomainName? previous = null;
            HashSet<DomainName>? seen = null;
            foreach (var recipient in envelope.IsHeld ? [] : envelope.Recipients)
            {
                if (recipient.Domain == previous) continue;
                if (previous is not null && !(seen ??= [previous]).Add(recipient.Domain)) continue;
                previous = recipient.Domain;
                if (item is not null) item.Users++;
                var lane = _lanes.LaneOf(KeyOf(previous, envelope));
                var entry = new LaneEntry<QueueItem>(envelope.Id, item);
                signals.Add(isDue ? _lanes.Add(lane, entry, isFresh: true) : ScheduleLocked(lane, entry, envelope.FirstDue, now));
            }

            if (envelope.ExpiresAt is { } expiresAt) WatchExpiryLocked(envelope.Id, expiresAt - now);
            if (!isDue || envelope.ExpiresAt is not null) SetTimerLocked();
        }

        signals.Raise(_dispatcher);
    }

    public void Attach(IDeliveryDispatcher dispatcher)
    {
        List<DomainName> wanted;
        lock (_lock)
        {
            _dispatcher = dispatcher;
            wanted = _lanes.AskRoutes(again: true);
        }

        foreach (var domain in wanted) dispatcher.RouteWanted(domain);
    }

    public void Assign(DomainName domain, string site, bool byPool = false)
    {
        var signals = new Signals();
        lock (_lock)
        {
            foreach (var lanes in _lanes.Assign(domain, site, byPool))
                if (!lanes.IsEmpty)
                    signals.Add(new Signal(null, lanes.Name));
        }

        signals.Raise(_dispatcher);
    }

    public void Unassign(string site)
    {
        List<DomainName> wanted;
        lock (_lock)
        {
            _lanes.Unassign(site);
            wanted = _dispatcher is null ? [] : _lanes.AskRoutes(again: false);
        }

        foreach (var domain in wanted) _dispatcher!.RouteWanted(domain);
    }

    public bool Release(string site)
    {
        lock (_lock) return _lanes.Release(site);
    }

    public TimeSpan AgeOf(DateTimeOffset wallTime) => _clock.AgeOf(wallTime);

    public void Dispose()
    {
        _timer.Dispose();
        _clock.Dispose();
    }

    /// <summary>Puts a recipient group where it belongs: ready when due, else parked.</summary>
    private Signal ScheduleLocked(Lane<QueueItem> lane, LaneEntry<QueueItem> entry, DateTimeOffset due, DateTimeOffset now)
    {
        if (due <= now)
        {
            // Without a dispatcher nobody could be told; Attach asks for all at once.
            if (_dispatcher is not null) return _lanes.Add(lane, entry, isFresh: false);
            lane.Add(entry, isFresh: false);
            return default;
        }

        lane.Parked++;
        // Parked by the steady clock: a wall clock that jumps makes nothing due, and keeps nothing from it.
        var steady = _clock.Steady;
        _parking.Add(entry.Id, lane.Number, steady + (due - now), steady);
        return default;
    }

    private static LaneKey KeyOf(DomainName domain, Envelope envelope) => new(domain, envelope.Account, envelope.Stream, LaneKey.BandOf(envelope.Priority));

    private void SetTimerLocked()
    {
        var next = _parking.Next < _expiries.Next ? _parking.Next : _expiries.Next;
        if (next >= _timerDue) return;
        _timerDue = next;
        var wait = _timerDue - _clock.Steady;
        _timer.Change(wait <= TimeSpan.Zero ? TimeSpan.FromMilliseconds(1) : wait < s_longestTimer ? wait : s_longestTimer, Timeout.InfiniteTimeSpan);
    }

    private void MoveDue()
    {
        var due = new List<(SpoolId Id, int Lane)>();
        var over = new List<(SpoolId Id, int Lane)>();
        lock (_lock) _expiries.TakeDue(_clock.Steady, MovedAtOnce, over);
        foreach (var (id, _) in over) _ = ExpireAsync(id);
        while (true)
        {
            due.Clear();
            var signals = new Signals();
            lock (_lock)
            {
                _parking.TakeDue(_clock.Steady, MovedAtOnce, due);
                foreach (var (id, number) in due)
                {
                    var lane = _lanes[number];
                    lane.Parked--;
                    signals.Add(_lanes.Add(lane, new LaneEntry<QueueItem>(id, null), isFresh: false));
                }

                if (due.Count < MovedAtOnce)
                {
                    _timerDue = DateTimeOffset.MaxValue;
                    SetTimerLocked();
                }
            }

            signals.Raise(_dispatcher);
            if (due.Count < MovedAtOnce) return;
        }
    }
}
