using System.Runtime.CompilerServices;
using Standfast.Mail;
using Standfast.Queue;

namespace Standfast.Tests.Queue;

/// <summary>A spool in memory that keeps what a restart would find.</summary>
internal sealed class FakeSpool : ISpool
{
    private readonly Lock _lock = new();
    private long _position;

    public Dictionary<SpoolId, StoredMessage> Messages { get; } = [];

    public string? Failure { get; set; }

    /// <summary>Messages whose record cannot be read.</summary>
    public Dictionary<SpoolId, Exception> Unreadable { get; } = [];

    public string? Shortage { get; set; }

    /// <summary>Happens while a state is written.</summary>
    public Action? WritingState { get; set; }

    /// <summary>Of each state that was written, whether it could wait.</summary>
    public List<bool> CouldWait { get; } = [];

    /// <summary>Contents cannot be read; envelopes and states can.</summary>
    public bool FailsContent { get; set; }

    public IEnumerable<RecoveredMessage> Recovered
    {
        get
        {
            lock (_lock)
            {
                return [.. Messages.Values.Where(message => !message.States.All(state => state.IsTerminal)).Select(message => RecoveredMessage.Of(message.Envelope, message.States))];
            }
        }
    }

    public ISpoolWriter BeginMessage(SpoolId id, bool fromReserve) => new Writer(this);

    public Task<long> WriteStateAsync(SpoolId id, ReadOnlyMemory<RecipientState> states, ReadOnlyMemory<byte> events, bool canWait, CancellationToken cancellationToken)
    {
        if (Failure is not null) return Task.FromException<long>(new SpoolFailedException(Failure));
        WritingState?.Invoke();
        lock (_lock)
        {
            CouldWait.Add(canWait);
            Messages[id] = Messages[id] with { States = states.ToArray() };
            return Task.FromResult(++_position);
        }
    }

    public Task<StoredMessage?> ReadAsync(SpoolId id, CancellationToken cancellationToken)
    {
        if (Unreadable.TryGetValue(id, out var fault)) return Task.FromException<StoredMessage?>(fault);
        lock (_lock)
        {
            return Task.FromResult(Messages.TryGetValue(id, out var found) && !found.States.All(state => state.IsTerminal)
                ? found with { States = [.. found.States] }
                : null);
        }
    }

    public IEnumerable<(SpoolId Id, long Position, ReadOnlyMemory<byte> Events)> ReplayEvents(long afterPosition) => [];

    /// <summary>Highest position that was told to be durable in the event log.</summary>
    public long EventsDurable { get; private set; }

    public void EventsDurableThrough(long position) => EventsDurable = position;

    public IReadOnlyList<SpoolId> ListUndone(SpoolId after, int limit) => [.. Recovered.Select(message => message.Id).Where(id => id > after).Order().Take(limit)];

    public SpoolId? FindOldest() => ListUndone(default, 1) is [var first] ? first : null;

    public SpoolId? FindNewest() => ListUndone(default, int.MaxValue) is [.., var last] ? last : null;

    public SpoolStats GetStats() => new(1, 0, Messages.Count, 0, 0, 0, 0);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Writer(FakeSpool spool) : ISpoolWriter
    {
        private readonly MemoryStream _content = new();

        public async ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => await _content.WriteAsync(content, cancellationToken);

        public Task<CommittedMessage> CommitAsync(Envelope envelope, ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> events, CancellationToken cancellationToken)
        {
            if (spool.Failure is not null) return Task.FromException<CommittedMessage>(new SpoolFailedException(spool.Failure));
            var content = new Content(spool, [.. head.Span, .. _content.ToArray()]);
            lock (spool._lock)
            {
                var states = envelope.Recipients.Select(_ => envelope.FirstState).ToArray();
                spool.Messages[envelope.Id] = new StoredMessage(envelope, states, content);
                return Task.FromResult(new CommittedMessage(++spool._position, content));
            }
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Content(FakeSpool spool, byte[] bytes) : IMessageContent
    {
        public long SizeOctets => bytes.Length;

        public ReadOnlyMemory<byte> InMemory => bytes;

        public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            if (spool.FailsContent) throw new IOException("damaged");
            yield return bytes;
        }
    }
}
