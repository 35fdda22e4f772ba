using Standfast.Events;
using Standfast.Mail;
using Standfast.Simulation.Scheduling;

namespace Standfast.Simulation.Engine;

/// <summary>
/// The event log: outlives every run of the server, but loses what was not flushed. Tells <paramref name="observe"/> each fact
/// as it comes.
/// </summary>
internal sealed class SimulatedEventLog(StepScheduler scheduler, Action<MailEvent> observe) : IEventLog
{
    private readonly Dictionary<SpoolId, List<MailEvent>> _durable = [];
    private readonly List<(MailEvent Fact, long Position)> _fresh = [];
    private long _freshPosition;

    /// <summary>Highest spool position whose facts are here durably.</summary>
    public long AppliedPosition { get; private set; }

    public void Append(ReadOnlySpan<MailEvent> events, long position)
    {
        scheduler.CheckThread();
        foreach (var fact in events)
        {
            scheduler.Trace("fact", (long)fact.Kind);
            scheduler.Note($"     {fact.Kind} {fact.Message} {fact.Recipient} {fact.Detail}");
            _fresh.Add((fact, position));
            observe(fact);
        }

        _freshPosition = Math.Max(_freshPosition, position);
    }

    public Task<long> FlushAsync(CancellationToken cancellationToken)
    {
        foreach (var (fact, _) in _fresh)
        {
            if (!_durable.TryGetValue(fact.Message, out var facts)) _durable.Add(fact.Message, facts = []);
            facts.Add(fact);
        }

        _fresh.Clear();
        AppliedPosition = Math.Max(AppliedPosition, _freshPosition);
        return Task.FromResult(AppliedPosition);
    }

    /// <summary>What a crash leaves.</summary>
    public void LoseFresh()
    {
        _fresh.Clear();
        _freshPosition = AppliedPosition;
    }

    public Task<IReadOnlyList<MailEvent>> ForMessageAsync(SpoolId message, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<MailEvent>>([.. _durable.GetValueOrDefault(message, []), .. _fresh.Where(entry => entry.Fact.Message == message).Select(entry => entry.Fact)]);

    public Task<IReadOnlyList<LoggedEvent>> QueryAsync(EventQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyDictionary<MailEventKind, long>> TotalsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}
