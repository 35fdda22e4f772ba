using Standfast.Events;
using Standfast.Mail;
using Standfast.Queue;

namespace Standfast.Web.Console.Messages;

/// <summary>Finds messages: those that wait by the queue, those that are done by the newest facts of the event log.</summary>
internal sealed class MessageSearch(IQueueControl queue, IEventLog events)
{
    /// <summary>Messages that are shown, and facts that are looked through; ours.</summary>
    internal const int MaxLines = 50, MaxFacts = 50_000;

    public async Task<MessageListView> FindAsync(MessageQuery query, CancellationToken stop)
    {
        if (query.WhyNot is { Length: > 0 } why) return new MessageListView(query, [], IsPart: false) { Error = why };
        var found = new HashSet<SpoolId>();
        if (EmailAddress.TryParse(query.Text, out var address))
            found.UnionWith((await events.QueryAsync(new EventQuery(null, null, null, EventQuery.MaxLimit) { Recipient = address.ToString() }, stop)).Where(logged => IsMeant(logged.Fact, query, isFound: true)).Select(logged => logged.Fact.Message));
        var isPart = await WalkAsync(query, found, stop);
        if (!query.IsEmpty) found.UnionWith(await WaitingAsync(query, address, stop));
        List<SpoolId> newest = [.. found.OrderDescending().Take(MaxLines + 1)];
        var lines = new List<MessageLine>();
        foreach (var id in newest.Take(MaxLines))
            if (await LineAsync(id, stop) is { } line)
                lines.Add(line);
        return new MessageListView(query, lines, isPart || newest.Count > MaxLines);
    }

    /// <summary>Back from the newest fact, page by page: within 1,000 ids there are at most as many facts.</summary>
    /// <returns>Whether it ended before the log did.</returns>
    private async Task<bool> WalkAsync(MessageQuery query, HashSet<SpoolId> found, CancellationToken stop)
    {
        var page = await events.QueryAsync(new EventQuery(null, null, null, EventQuery.MaxLimit), stop);
        for (var looked = 0; page.Count > 0; looked += EventQuery.MaxLimit)
        {
            found.UnionWith(page.Where(logged => IsMeant(logged.Fact, query, isFound: false)).Select(logged => logged.Fact.Message));
            var first = page[0];
            if (first.Id <= 1 || (query.Since is { } since && first.Fact.At < since)) return false;
            if (found.Count > MaxLines || looked >= MaxFacts) return true;
            page = [.. (await events.QueryAsync(new EventQuery(null, null, Math.Max(0, first.Id - EventQuery.MaxLimit - 1), EventQuery.MaxLimit), stop)).Where(logged => logged.Id < first.Id)];
        }

        return false;
    }

    /// <summary>Mail that waits may be older than the newest facts.</summary>
    private async Task<IEnumerable<SpoolId>> WaitingAsync(MessageQuery query, EmailAddress? address, CancellationToken stop)
    {
        DomainName? domain = null;
        if (query.Text.Length > 0 && address is null && !DomainName.TryParse(query.Text.TrimStart('@'), out domain)) return [];
        var filter = new QueueFilter(RecipientDomain: domain) { Credential = query.Credential.Length > 0 ? query.Credential : null, AcceptedSince = query.Since, AcceptedBefore = query.Until };
        var entries = new List<QueueEntry>();
        foreach (var one in address is null ? [filter] : new[] { filter with { Recipient = address }, filter with { Sender = address } }) entries.AddRange(await queue.ListAsync(one, MaxLines, stop));
        return entries.Select(entry => entry.Envelope.Id);
    }

    private async Task<MessageLine?> LineAsync(SpoolId id, CancellationToken stop)
    {
        var message = await StandfastEndpoints.FindMessageAsync(id, queue, events, stop);
        if (message is null) return null;
        var facts = await events.ForMessageAsync(id, stop);
        List<string> statuses = [.. message.Recipients.Select(recipient => recipient.Status)];
        return new MessageLine(
            message.Id, facts.Count > 0 ? facts[0].At : default, message.Sender ?? "", facts.Select(fact => fact.Credential).FirstOrDefault(user => user is not null) ?? "", message.Recipients.Select(recipient => recipient.Address).FirstOrDefault() ?? "",
            message.Recipients.Count, StatusWords.Sum(statuses), StatusWords.Worst(statuses));
    }

    /// <param name="isFound">The address matches already.</param>
    private static bool IsMeant(MailEvent fact, MessageQuery query, bool isFound) =>
        (isFound || query.Text.Length == 0 || fact.Sender?.Contains(query.Text, StringComparison.OrdinalIgnoreCase) == true || fact.Recipient?.Contains(query.Text, StringComparison.OrdinalIgnoreCase) == true)
        && (query.Credential.Length == 0 || fact.Credential == query.Credential) && (query.Since is not { } since || fact.At >= since) && (query.Until is not { } until || fact.At < until);
}
