using Standfast.Mail;
using Standfast.Queue.Scheduling;

namespace Standfast.Queue;

/// <summary>
/// What Delivery sees of the queue. Messages wait here, not in Delivery: a site takes its next one when it has a connection
/// free for it, so that a slow destination holds up nobody else. May be called concurrently.
/// </summary>
public interface IDeliveryQueue
{
    /// <summary>From now on the dispatcher is told of work; at once of what is there already.</summary>
    void Attach(IDeliveryDispatcher dispatcher);

    /// <summary>The domain's mail goes by that site, until told otherwise.</summary>
    /// <param name="byPool">The mail of each egress pool is taken by itself: the site of a pool is named by <see cref="PooledSite"/>.</param>
    void Assign(DomainName domain, string site, bool byPool = false);

    /// <summary>All domains of the site need a route again.</summary>
    void Unassign(string site);

    /// <summary>The site is forgotten, unless it has work of any pool.</summary>
    /// <returns>False when there is work.</returns>
    bool Release(string site);

    /// <summary>
    /// The next message with recipients that are due at the site; accounts take turns. Null when there is none. Its recipients are
    /// not handed out again before they were given to <see cref="CompleteAsync"/> or <see cref="Return"/>.
    /// </summary>
    /// <param name="maxRecipients">At most so many recipients at once, at least 1; others follow as further messages.</param>
    ValueTask<DueMessage?> TakeAsync(string site, int maxRecipients, CancellationToken cancellationToken);

    /// <summary>Like <see cref="TakeAsync"/>, but only messages whose time is over: they can be ended without a connection.</summary>
    ValueTask<DueMessage?> TakeExpiredAsync(string site, int maxRecipients, CancellationToken cancellationToken);

    /// <summary>
    /// Like <see cref="TakeAsync"/>, but only transactional mail that waits for so long that its sender may have to be told, each message once, with its recipients
    /// of one domain: for <see cref="WarnAsync"/>. Null also while the spool has no room.
    /// </summary>
    ValueTask<DueMessage?> TakeLateAsync(string site, CancellationToken cancellationToken);

    /// <summary>
    /// Hands due recipients back that were not tried, since their site is not: where the sender wants to know, he is told once that it takes long and why
    /// (RFC 3461 §4.1, DELAY). That counts as no try. Faults with <see cref="IOException"/> when the spool has failed.
    /// </summary>
    /// <returns>False when it does not wait for so long yet, or nobody knows since the clock has just jumped.</returns>
    ValueTask<bool> WarnAsync(DueMessage message, SmtpReply reason, CancellationToken cancellationToken);

    /// <summary>How long ago a time was that the wall clock has shown, also before a restart: never too long, however the clock jumped.</summary>
    TimeSpan AgeOf(DateTimeOffset wallTime);

    /// <summary>
    /// Records outcomes of some of the due recipients. The task ends when they are durable: a connection sends its next
    /// final dot only after that, so that a crash repeats at most one transaction a connection.
    /// Faults with <see cref="IOException"/> when the spool has failed.
    /// </summary>
    ValueTask CompleteAsync(DueMessage message, IReadOnlyList<AttemptResult> results, CancellationToken cancellationToken);

    /// <summary>
    /// Working with the message brought out a defect, or its content cannot be read: it is tried again later, and after three such
    /// tries set aside, held until a person releases it.
    /// </summary>
    /// <param name="mayTryAgain">False sets it aside at once: where a further try could repeat what was delivered already.</param>
    ValueTask FaultAsync(DueMessage message, string reason, bool mayTryAgain, CancellationToken cancellationToken);

    /// <summary>
    /// Puts due recipients back until the time has passed; that counts as no try, and is not recorded: after a restart they are due. Where the
    /// message's time is over it ends instead, with the reason.
    /// </summary>
    /// <param name="reason">One sentence.</param>
    ValueTask PostponeAsync(DueMessage message, TimeSpan wait, string reason, CancellationToken cancellationToken);

    /// <summary>Hands due recipients back untouched, to be due at once.</summary>
    void Return(DueMessage message, IReadOnlyList<int> recipientIndexes);
}

/// <summary>Told of work, by any thread; must return at once.</summary>
public interface IDeliveryDispatcher
{
    /// <summary>The domain has work and no site: find its route, then <see cref="IDeliveryQueue.Assign"/> it.</summary>
    void RouteWanted(DomainName domain);

    /// <summary>The site has work that it may take.</summary>
    void WorkReady(string site);
}

/// <summary>A message with recipients that are due now.</summary>
public sealed record DueMessage(Envelope Envelope, IMessageContent Content, IReadOnlyList<int> DueRecipients)
{
    /// <summary>Tries made before this one, the most of the due recipients.</summary>
    public int PreviousAttempts { get; init; }
}
