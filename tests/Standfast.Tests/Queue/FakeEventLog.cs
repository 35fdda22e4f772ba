using Standfast.Events;
using Standfast.Mail;

namespace Standfast.Tests.Queue;

internal sealed class FakeEventLog : IEventLog
{
    private readonly Lock _lock = new();
    private readonly List<MailEvent> _events = [];
    private readonly List<(Predicate<MailEvent> Fits, TaskCompletionSource<MailEvent> Awaited)> _awaited = [];

    public IReadOnlyList<MailEvent> All
    {
        get
        {
            lock (_lock) return [.. _events];
        }
    }

    /// <summary>The first fact that fits, now or later.</summary>
    public Task<MailEvent> FirstAsync(Predicate<MailEvent> fits)
    {
        lock (_lock)
        {
            if (_events.Find(fits) is { } known) return Task.FromResult(known);
            var awaited = new TaskCompletionSource<MailEvent>(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((fits, awaited));
            return awaited.Task;
        }
    }

    /// <summary>Called before facts are taken.</summary>
    public Action? Appending { get; set; }

    public void Append(ReadOnlySpan<MailEvent> events, long position)
    {
        Appending?.Invoke();
        lock (_lock)
        {
            _events.AddRange(events);
            foreach (var fact in events)
                foreach (var (fits, awaited) in _awaited)
                    if (fits(fact)) awaited.TrySetResult(fact);
        }
    }

    /// <summary>What a flush covers; a fault of it is the flush's.</summary>
    public Func<long> Flushing { get; set; } = () => 0;

    public async Task<long> FlushAsync(CancellationToken cancellationToken) => await Task.Run(Flushing, cancellationToken);

    public Task<IReadOnlyList<MailEvent>> ForMessageAsync(SpoolId message, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<MailEvent>>([.. All.Where(fact => fact.Message == message)]);

    public Task<IReadOnlyList<LoggedEvent>> QueryAsync(EventQuery query, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<LoggedEvent>>(
            [.. All.Select((fact, index) => new LoggedEvent(index + 1, fact)).Where(logged => logged.Id > (query.After ?? 0) && (query.Kind is null || logged.Fact.Kind == query.Kind) && (query.Recipient is null || query.Recipient.Equals(logged.Fact.Recipient, StringComparison.OrdinalIgnoreCase))).Take(query.Limit)]);

    public Task<IReadOnlyDictionary<MailEventKind, long>> TotalsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<MailEventKind, long>>(All.GroupBy(fact => fact.Kind).ToDictionary(group => group.Key, group => (long)group.Count()));
}
