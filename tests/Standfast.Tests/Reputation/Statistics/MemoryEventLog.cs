using Standfast.Events;
using Standfast.Mail;

namespace Standfast.Tests.Reputation.Statistics;

/// <summary>A log whose power can be cut: what was not flushed is lost then, and comes again in another order under the same ids.</summary>
internal sealed class MemoryEventLog : IEventLog, IEventFeed
{
    private readonly List<MailEvent> _facts = [];
    private IEventFollower? _follower;

    public IReadOnlyList<MailEvent> All => _facts;

    public long DurableId { get; private set; }

    /// <summary>A reader keeps the log from being synced.</summary>
    public bool CannotSync { get; set; }

    public void Follow(IEventFollower follower) => _follower = follower;

    public void Append(ReadOnlySpan<MailEvent> events, long position)
    {
        _facts.AddRange(events);
        _follower?.Follow(events, _facts.Count - events.Length + 1);
    }

    public Task<long> FlushAsync(CancellationToken cancellationToken)
    {
        if (!CannotSync) DurableId = _facts.Count;
        return Task.FromResult(0L);
    }

    public void CutPower(Random random)
    {
        _follower = null;
        var lost = _facts[(int)DurableId..].ToArray();
        _facts.RemoveRange((int)DurableId, _facts.Count - (int)DurableId);
        random.Shuffle(lost);
        _facts.AddRange(lost);
    }

    public Task<IReadOnlyList<MailEvent>> ForMessageAsync(SpoolId message, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<LoggedEvent>> QueryAsync(EventQuery query, CancellationToken cancellationToken)
    {
        var all = _facts.Select((fact, index) => new LoggedEvent(index + 1, fact));
        return Task.FromResult<IReadOnlyList<LoggedEvent>>(query.After is { } after ? [.. all.Where(one => one.Id > after).Take(query.Limit)] : [.. all.TakeLast(query.Limit)]);
    }

    public Task<IReadOnlyDictionary<MailEventKind, long>> TotalsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}
