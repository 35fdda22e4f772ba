using Standfast.Events;
using Standfast.Mail;

namespace Standfast.Simulation.Internet.Servers;

/// <summary>The event log of a server that never stops, with those who are told of its facts.</summary>
internal sealed class SurvivalEvents : IEventLog, IEventFeed
{
    /// <summary>Filled before anything happens.</summary>
    public List<IEventObserver> Observers { get; } = [];

    private readonly Dictionary<SpoolId, List<MailEvent>> _facts = [];
    private readonly Dictionary<MailEventKind, long> _totals = [];
    private long _position;

    public long DurableId => 0;

    /// <summary>Nobody asks a run for its statistics.</summary>
    public void Follow(IEventFollower follower)
    {
    }

    public void Append(ReadOnlySpan<MailEvent> events, long position)
    {
        foreach (var fact in events)
        {
            if (!_facts.TryGetValue(fact.Message, out var facts)) _facts.Add(fact.Message, facts = new List<MailEvent>(2));
            facts.Add(fact);
            _totals[fact.Kind] = _totals.GetValueOrDefault(fact.Kind) + 1;
        }

        _position = Math.Max(_position, position);
        foreach (var observer in Observers) observer.Observe(events);
    }

    public Task<long> FlushAsync(CancellationToken cancellationToken) => Task.FromResult(_position);

    public Task<IReadOnlyList<MailEvent>> ForMessageAsync(SpoolId message, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<MailEvent>>([.. _facts.GetValueOrDefault(message, [])]);

    public Task<IReadOnlyList<LoggedEvent>> QueryAsync(EventQuery query, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<LoggedEvent>>([]);

    public Task<IReadOnlyDictionary<MailEventKind, long>> TotalsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyDictionary<MailEventKind, long>>(new Dictionary<MailEventKind, long>(_totals));
}
