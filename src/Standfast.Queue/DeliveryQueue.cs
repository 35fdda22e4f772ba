using System.Buffers;
using System.Runtime.CompilerServices;
using Standfast.Events;
using Standfast.Mail;

namespace Standfast.Queue;

/// <summary>
/// Owns every undone message: takes it in, hands it out when it is due, records what became of it. The spool holds the truth;
/// what is here can be rebuilt from it. May be called concurrently, except <see cref="TakeDueAsync"/>, which has one consumer.
/// </summary>
public sealed partial class DeliveryQueue : IDeliveryQueue, IMessageAcceptor, IQueueControl, IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<SpoolId, QueueItem> _items = [];
    private readonly Schedule _schedule = new();
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly ISpool _spool;
    private readonly IEventLog _events;
    private readonly SpoolIdGenerator _ids;
    private readonly RetrySchedule _retry;
    private readonly DeliveryQueueOptions _options;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private int _active;
    private long _held;

    public DeliveryQueue(ISpool spool, IEventLog events, SpoolIdGenerator ids, RetrySchedule retry, DeliveryQueueOptions options, TimeProvider time)
    {
        _spool = spool;
        _events = events;
        _ids = ids;
        _retry = retry;
        _options = options;
        _time = time;
        _timer = time.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        foreach (var message in spool.Recovered)
        {
            var item = new QueueItem(message.Id, message.AcceptedAt);
            _items.Add(message.Id, item);
            if (message.NextDue == DateTimeOffset.MaxValue) SetHeldLocked(item, true);
            _schedule.AddLater(item, message.NextDue);
        }
    }

    public string? Unavailable => _spool.Failure;

    public SpoolId NextId() => _ids.Next();

    public ISpoolWriter Begin(SpoolId id) => _spool.BeginMessage(id);

    public async Task AcceptAsync(ISpoolWriter writer, Envelope envelope, ReadOnlyMemory<byte> head, MailEvent accepted, CancellationToken cancellationToken)
    {
        var facts = new ArrayBufferWriter<byte>(256);
        MailEvent[] events = [accepted];
        EventCodec.Write(facts, events);
        var committed = await writer.CommitAsync(envelope, head, facts.WrittenMemory, cancellationToken);
        _events.Append(events, committed.Position);
        var item = new QueueItem(envelope.Id, envelope.AcceptedAt);
        lock (_lock)
        {
            if (_schedule.FreshCount < _options.MaxFreshInMemory)
            {
                item.Envelope = envelope;
                item.Content = committed.Content;
                item.States = new RecipientState[envelope.Recipients.Length];
                Array.Fill(item.States, new RecipientState(RecipientStatus.Queued, 0, envelope.AcceptedAt));
            }

            _items.Add(item.Id, item);
            _schedule.AddFresh(item);
        }

        Wake();
    }

    public async IAsyncEnumerable<DueMessage> TakeDueAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            QueueItem? item;
            lock (_lock) item = NextItemLocked();
            if (item is null)
            {
                await _wake.WaitAsync(cancellationToken);
                continue;
            }

            if (await HandOutAsync(item, cancellationToken) is { } due) yield return due;
        }
    }

    public void Return(DueMessage message, IReadOnlyList<int> recipientIndexes)
    {
        lock (_lock)
        {
            if (_items.TryGetValue(message.Envelope.Id, out var item)) LandLocked(item, recipientIndexes);
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        _wake.Dispose();
    }

    private QueueItem? NextItemLocked()
    {
        if (_active >= _options.MaxActive) return null;
        var item = _schedule.TakeDue(_time.GetUtcNow(), out var nextDue);
        if (item is null && nextDue != DateTimeOffset.MaxValue)
        {
            var wait = nextDue - _time.GetUtcNow();
            _timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
        }

        return item;
    }

    private async Task<DueMessage?> HandOutAsync(QueueItem item, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(item, cancellationToken)) return null;
        var now = _time.GetUtcNow();
        lock (_lock)
        {
            // Done, or already with Delivery: it is scheduled again when it comes back.
            if (item.InFlight is not null || !item.IsLoaded || !_items.ContainsKey(item.Id)) return null;
            var due = new List<int>(item.States!.Length);
            var attempts = 0;
            for (var index = 0; index < item.States.Length; index++)
            {
                var state = item.States[index];
                if (state.Status != RecipientStatus.Queued || state.NextAttempt > now) continue;
                due.Add(index);
                attempts = Math.Max(attempts, state.Attempts);
            }

            if (due.Count == 0)
            {
                RescheduleLocked(item);
                return null;
            }

            item.InFlight = [.. due];
            _active++;
            return new DueMessage(item.Envelope!, item.Content!, due) { PreviousAttempts = attempts };
        }
    }

    /// <summary>Reads envelope, states and content back. False when the message is done or cannot be read now.</summary>
    private async Task<bool> LoadAsync(QueueItem item, CancellationToken cancellationToken)
    {
        if (item.IsLoaded) return true;
        try
        {
            var stored = await _spool.ReadAsync(item.Id, cancellationToken);
            lock (_lock)
            {
                if (item.IsLoaded) return true;
                if (stored is null)
                {
                    _items.Remove(item.Id);
                    return false;
                }

                item.Envelope = stored.Envelope;
                item.States = stored.States;
                item.Content = stored.Content;
                return true;
            }
        }
        catch (IOException exception) when (exception is not SpoolFailedException)
        {
            // A record that cannot be read must not stop the others; it stays on disk, and is looked at again much later.
            _events.Append([new MailEvent(item.Id, _time.GetUtcNow(), MailEventKind.Quarantined) { Detail = exception.Message }], 0);
            lock (_lock) _schedule.AddLater(item, _time.GetUtcNow() + TimeSpan.FromHours(1));
            return false;
        }
    }

    /// <summary>Takes recipients out of Delivery's hands and plans the rest of the message.</summary>
    private void LandLocked(QueueItem item, IEnumerable<int> indexes)
    {
        if (item.InFlight is null) return;
        foreach (var index in indexes) item.InFlight.Remove(index);
        if (item.InFlight.Count > 0) return;
        item.InFlight = null;
        if (_active-- == _options.MaxActive) Wake();
        if (Array.TrueForAll(item.States!, state => state.IsTerminal))
        {
            SetHeldLocked(item, false);
            _items.Remove(item.Id);
            return;
        }

        RescheduleLocked(item);
    }

    private void RescheduleLocked(QueueItem item)
    {
        var next = item.NextDue();
        SetHeldLocked(item, next == DateTimeOffset.MaxValue);
        _schedule.AddLater(item, next);
        item.Unload();
        Wake();
    }

    private void SetHeldLocked(QueueItem item, bool held)
    {
        if (item.IsHeld == held) return;
        item.IsHeld = held;
        _held += held ? 1 : -1;
    }

    private void Wake()
    {
        if (_wake.CurrentCount > 0) return;
        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // Another thread was faster; the consumer will look either way.
        }
        catch (ObjectDisposedException)
        {
            // The timer fired while the queue was being closed.
        }
    }
}
