using Standfast.Mail;

namespace Standfast.Events;

/// <summary>The durable record of facts about mail. May be called concurrently.</summary>
public interface IEventLog
{
    /// <summary>
    /// Takes facts that the spool already holds durably. Returns at once; blocks only when the writer is more than a bounded
    /// number of events behind. <paramref name="position"/> is the spool position of the record the facts came from.
    /// </summary>
    void Append(ReadOnlySpan<MailEvent> events, long position);

    /// <summary>Makes everything appended so far durable and returns the highest spool position that is covered.</summary>
    Task<long> FlushAsync(CancellationToken cancellationToken);

    /// <summary>Facts about one message, oldest first. Includes what was appended before the call.</summary>
    Task<IReadOnlyList<MailEvent>> ForMessageAsync(SpoolId message, CancellationToken cancellationToken);

    /// <summary>A page of facts, oldest first. Includes what was appended before the call.</summary>
    Task<IReadOnlyList<LoggedEvent>> QueryAsync(EventQuery query, CancellationToken cancellationToken);

    /// <summary>Number of facts of each kind since the log began.</summary>
    Task<IReadOnlyDictionary<MailEventKind, long>> TotalsAsync(CancellationToken cancellationToken);
}
