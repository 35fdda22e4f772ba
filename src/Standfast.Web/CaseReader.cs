using Standfast.Delivery.Shaping;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Policy.Suppression;
using Standfast.Queue;
using Standfast.Recovery;
using Standfast.Recovery.Explaining;
using Standfast.Reputation.Classification;
using Standfast.Reputation.States;

namespace Standfast.Web;

/// <summary>Gathers what is known of mail for an explanation.</summary>
/// <param name="states">Null where none are kept.</param>
/// <param name="incidents">The same.</param>
internal sealed class CaseReader(
    IQueueControl queue, IEventLog events, IReplyClassifier replies, SuppressionList suppressions, ISiteList sites, SendingStates? states, IncidentBook? incidents)
{
    /// <summary>Newest facts that are looked through for the refusals of a provider; ours.</summary>
    private const int MaxFacts = EventQuery.MaxLimit;

    private const int MaxReplies = 20;

    /// <summary>Of one message; ours.</summary>
    private const int MaxRecipients = 50;

    /// <summary>One case for each recipient; null where there is no such message.</summary>
    public async Task<IReadOnlyList<RecipientCase>?> ReadAsync(SpoolId message, CancellationToken stop)
    {
        // In this order: a message that is done by now has all its facts in the log.
        var entry = await FindAsync(message, stop);
        var facts = await events.ForMessageAsync(message, stop);
        if (entry is null && facts.Count == 0) return null;
        var recipients = entry?.Envelope.Recipients.Select(address => address.ToString()) ?? facts.Where(fact => fact.Recipient is not null).Select(fact => fact.Recipient!).Distinct(StringComparer.OrdinalIgnoreCase);
        var cases = new List<RecipientCase>();
        foreach (var recipient in recipients.Take(MaxRecipients)) cases.Add(await ReadAsync(message, recipient, entry, facts, stop));
        return cases;
    }

    /// <summary>The newest message to an address, one that waits before one that is done; null where none is known.</summary>
    public async Task<RecipientCase?> FindNewestAsync(EmailAddress address, CancellationToken stop)
    {
        var waiting = await queue.ListAsync(new QueueFilter { Recipient = address }, MaxFacts, stop);
        var facts = waiting.Count > 0 ? [] : await events.QueryAsync(new EventQuery(null, null, null, 1) { Recipient = address.ToString() }, stop);
        if (waiting.Count + facts.Count == 0) return null;
        var message = waiting.Count > 0 ? waiting[^1].Envelope.Id : facts[^1].Fact.Message;
        var entry = await FindAsync(message, stop);
        return await ReadAsync(message, address.ToString(), entry, await events.ForMessageAsync(message, stop), stop);
    }

    /// <summary>Why nothing of any account's transactional mail goes to it; null where it does.</summary>
    public string? SuppressionOf(EmailAddress address, AccountId? account) => account is null ? null : suppressions.Find(account, null, address)?.Rule;

    /// <summary>What restricts mail to a provider, the strictest first.</summary>
    public IReadOnlyList<SendingState> StatesOf(string provider) =>
        states is null ? [] : [.. states.All.Where(state => state.Kind != SendingStateKind.Open && state.Key.Provider == provider).OrderByDescending(state => state.Kind)];

    public IReadOnlyList<Incident> IncidentsOf(string provider) =>
        incidents is null ? [] : [.. incidents.All.Where(incident => !incident.IsOver && (incident.Counterparty == provider || (StateKey.TryParse(incident.Scope, out var scope) && scope.Provider == provider)))];

    /// <summary>Its newest refusals, oldest first.</summary>
    public async Task<IReadOnlyList<(MailEvent Fact, ReplyClass Read)>> RefusalsOfAsync(string provider, CancellationToken stop)
    {
        var found = new List<LoggedEvent>();
        foreach (var kind in (MailEventKind[])[MailEventKind.Deferred, MailEventKind.Bounced])
            found.AddRange((await events.QueryAsync(new EventQuery(null, kind, null, MaxFacts), stop)).Where(logged => logged.Fact is { Attempt: { } attempt, Detail: not null } && (attempt.Provider ?? attempt.RemoteHost) == provider));
        return [.. found.OrderBy(logged => logged.Id).TakeLast(MaxReplies).Select(logged => (logged.Fact, Read(logged.Fact)))];
    }

    /// <summary>Whether mail has gone there lately.</summary>
    public async Task<bool> KnowsAsync(string provider, CancellationToken stop) =>
        sites.ListSites().Any(site => site.Provider == provider || site.Site == provider)
        || (await events.QueryAsync(new EventQuery(null, MailEventKind.Delivered, null, MaxFacts), stop)).Any(logged => logged.Fact.Attempt is { } attempt && (attempt.Provider ?? attempt.RemoteHost) == provider);

    private async Task<QueueEntry?> FindAsync(SpoolId message, CancellationToken stop)
    {
        try
        {
            return await queue.FindAsync(message, stop);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            return null; // It is set aside; its facts say so.
        }
    }

    private async Task<RecipientCase> ReadAsync(SpoolId message, string recipient, QueueEntry? entry, IReadOnlyList<MailEvent> facts, CancellationToken stop)
    {
        List<MailEvent> own = [.. facts.Where(fact => fact.Recipient is null || fact.Recipient.Equals(recipient, StringComparison.OrdinalIgnoreCase))];
        var index = entry is null ? -1 : Array.FindIndex([.. entry.Envelope.Recipients], address => address.ToString().Equals(recipient, StringComparison.OrdinalIgnoreCase));
        var state = index >= 0 ? entry!.States[index] : default(RecipientState?);
        var isQueued = state is { IsTerminal: false };
        var account = entry?.Envelope.Account ?? facts.FirstOrDefault(fact => fact.Account is not null)?.Account;
        var stream = entry?.Envelope.Stream ?? facts.FirstOrDefault(fact => fact.Stream is not null)?.Stream;
        var known = new RecipientCase(message, recipient, own)
        {
            NextAttempt = state is { Status: RecipientStatus.Queued } ? state.Value.NextAttempt : null,
            IsHeld = state is { Status: RecipientStatus.Held },
            IsQueued = isQueued,
            Suppression = account is not null && EmailAddress.TryParse(recipient, out var address) ? suppressions.Find(account, stream, address)?.Rule : null,
        };
        var restricting = isQueued ? await RestrictingAsync(entry!, known, stop) : [];
        return known with
        {
            Read = known.LastReply is { } reply ? Read(reply) : null,
            States = restricting,
            Incidents = incidents is null ? [] : [.. incidents.All.Where(incident => !incident.IsOver && restricting.Any(one => one.Key.ToString() == incident.Scope))],
        };
    }

    private async Task<IReadOnlyList<SendingState>> RestrictingAsync(QueueEntry entry, RecipientCase known, CancellationToken stop)
    {
        if (states is null) return [];
        var envelope = entry.Envelope;
        var sender = new SenderFacts(envelope.Account, envelope.Credential, envelope.Stream, envelope.Campaign);
        var found = new List<SendingState>();
        foreach (var state in states.All)
        {
            if (state.Kind == SendingStateKind.Open || !state.Key.Covers(sender)) continue;
            if (state.Key is { Source: null, Provider: null } || await GoesByAsync(state.Key, envelope.Id, known, stop)) found.Add(state);
        }

        return [.. found.OrderByDescending(state => state.Kind)];
    }

    /// <summary>Whether the recipient's mail goes the way that a state is about.</summary>
    private async Task<bool> GoesByAsync(StateKey key, SpoolId message, RecipientCase known, CancellationToken stop)
    {
        if (key.Provider is not { } provider) return known.Facts.Any(fact => fact.Attempt?.Source == key.Source);
        if (known.Facts.Any(fact => fact.Attempt?.Provider == provider)) return true;
        // What was never tried says nothing itself: the queue knows who serves its domain.
        if (!EmailAddress.TryParse(known.Recipient, out var recipient)) return false;
        foreach (var site in sites.ListSites().Where(site => site.Provider == provider || site.Site == provider).Select(site => site.Site).Append(provider).Distinct())
            if ((await queue.ListAsync(new QueueFilter(message) { Recipient = recipient, Site = site }, 1, stop)).Count > 0)
                return true;
        return false;
    }

    private ReplyClass Read(MailEvent fact) => replies.Classify(fact.Detail!, fact.Attempt?.Provider, fact.Attempt?.Phase is { Length: > 0 } phase ? phase : null);
}
