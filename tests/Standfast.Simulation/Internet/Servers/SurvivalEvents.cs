using Standfast.Events;
using Standfast.Mail;

namespace Standfast.Simulation.Internet.Servers;

/// <summary>The event log of a server that never stops.</summary>
internal sealed class SurvivalEvents : IEventLog
{
    private readonly Dictionary<SpoolId, List<MailEvent>> _facts = [];
    private readonly Dictionary<MailEventKind, long> _totals = [];
    private long _position;

    public void Append(ReadOnlySpan<MailEvent> events, long position)
    {
        foreach (var fact in events)
        {
            if (!_facts.TryGetValue(fact.Message, out var facts)) _facts.Add(fact.Message, facts = new List<MailEvent>(2));
            facts.Add(fact);
            _totals[fact.Kind] = _totals.GetValueOrDefault(fact.Kind) + 1;
        }

        _position = Math.Max(_position, position);
    }

    public Task<long> FlushAsync(CancellationToken cancellationToken) => Task.FromResult(_position);

    public Task<IReadOnlyList<MailEvent>> ForMessageAsync(SpoolId message, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<MailEvent>>([.. _facts.GetValueOrDefault(message, [])]);

    public Task<IReadOnlyList<LoggedEvent>> QueryAsync(EventQuery query, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<LoggedEvent>>([]);

    public Task<IReadOnlyDictionary<MailEventKind, long>> TotalsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyDictionary<MailEventKind, long>>(new Dictionary<MailEventKind, long>(_totals));
}
