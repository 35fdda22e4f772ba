using Standfast.Mail;

namespace Standfast.Events;

/// <summary>An event log that tells observers of what it is given.</summary>
public sealed class ObservedEventLog(IEventLog log, IReadOnlyList<IEventObserver> observers) : IEventLog
{
    public void Append(ReadOnlySpan<MailEvent> events, long position)
    {
        log.Append(events, position);
        foreach (var observer in observers) observer.Observe(events);
    }

    public Task<long> FlushAsync(CancellationToken cancellationToken) => log.FlushAsync(cancellationToken);

    public Task<IReadOnlyList<MailEvent>> ForMessageAsync(SpoolId message, CancellationToken cancellationToken) => log.ForMessageAsync(message, cancellationToken);

    public Task<IReadOnlyList<LoggedEvent>> QueryAsync(EventQuery query, CancellationToken cancellationToken) => log.QueryAsync(query, cancellationToken);

    public Task<IReadOnlyDictionary<MailEventKind, long>> TotalsAsync(CancellationToken cancellationToken) => log.TotalsAsync(cancellationToken);
}
