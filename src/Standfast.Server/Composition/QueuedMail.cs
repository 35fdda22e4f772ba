using System.Diagnostics;
using Standfast.Accounts.Pauses;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Policy.Credentials;
using Standfast.Queue;

namespace Standfast.Server.Composition;

/// <summary>What pauses do to the queue. Who held a recipient last is read from the event log.</summary>
internal sealed class QueuedMail(IQueueControl queue, IEventLog events) : IQueuedMail
{
    private const int PageMessages = 1_000;

    /// <summary>Messages changed side by side, so that they share their syncs; ours.</summary>
    private const int AtOnce = 32;

    public async Task<long> HoldAsync(Pause pause, CancellationToken cancellationToken) =>
        (await queue.ActAsync(new QueueAction.Hold(), FilterFor(pause.Target), pause.HoldReason, isDryRun: false, cancellationToken)).Recipients;

    public async Task<long> ReleaseAsync(PauseTarget target, Func<AccountId?, StreamName, string?, bool> isStillPaused, CancellationToken cancellationToken)
    {
        var filter = FilterFor(target) with { Status = RecipientStatus.Held };
        var (seen, listed, released) = (new HashSet<SpoolId>(), 0, 0L);
        while (true)
        {
            // What stays held is listed again, before what is not seen yet.
            var page = await queue.ListAsync(filter, listed + PageMessages, cancellationToken);
            var fresh = page.Where(entry => !seen.Contains(entry.Envelope.Id)).ToList();
            if (fresh.Count == 0) return released;
            listed = page.Count - fresh.Count;
            seen.UnionWith(fresh.Select(entry => entry.Envelope.Id));
            await Parallel.ForEachAsync(
                fresh.Where(entry => !isStillPaused(entry.Envelope.Account, entry.Envelope.Stream, entry.Envelope.Credential)), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
                async (entry, stop) =>
                {
                    var count = await ReleaseAsync(entry, target, stop);
                    Interlocked.Add(ref released, count);
                });
        }
    }

    private async Task<long> ReleaseAsync(QueueEntry entry, PauseTarget target, CancellationToken cancellationToken)
    {
        var facts = await events.ForMessageAsync(entry.Envelope.Id, cancellationToken);
        var released = 0L;
        for (var index = 0; index < entry.States.Count; index++)
        {
            var recipient = entry.Envelope.Recipients[index];
            if (entry.States[index].Status != RecipientStatus.Held) continue;
            var last = facts.LastOrDefault(fact => fact.Kind == MailEventKind.Held && fact.Recipient == recipient.ToString());
            if (last?.Detail?.StartsWith(Pause.HoldMark, StringComparison.Ordinal) != true) continue;
            released += await queue.ReleaseAsync(new QueueFilter(entry.Envelope.Id) { Recipient = recipient, Status = RecipientStatus.Held }, $"resumed {target}", cancellationToken);
        }

        return released;
    }

    private static QueueFilter FilterFor(PauseTarget target) => target switch
    {
        PauseTarget.Everything => new QueueFilter(),
        PauseTarget.OfAccount one => new QueueFilter(Account: one.Account),
        PauseTarget.OfStream one => new QueueFilter(Account: one.Account) { Stream = one.Stream },
        PauseTarget.OfCredential one => new QueueFilter { Credential = one.UserName },
        _ => throw new UnreachableException(),
    };
}
