using Standfast.Events;
using Standfast.Queue;

namespace Standfast.Server.Composition;

/// <summary>Brings the event log up to date with the spool after a crash: the spool's records carry every fact.</summary>
internal static class EventReplay
{
    // Facts of neighbouring records may have reached the log in another order; those of this much spool before the last
    // covered position are compared one by one.
    private const long OverlapBytes = 4 * 1024 * 1024;

    /// <param name="applied">The last position of the spool that the event log covers.</param>
    public static async Task<int> RunAsync(ISpool spool, IEventLog events, long applied, CancellationToken cancellationToken)
    {
        var replayed = 0;
        foreach (var (_, position, blob) in spool.ReplayEvents(Math.Max(0, applied - OverlapBytes)))
        {
            if (!EventCodec.TryRead(blob.Span, out var facts)) continue;
            var missing = facts;
            if (position <= applied)
            {
                // A record may carry facts about other messages, as of something that came back for one.
                var known = new List<MailEvent>();
                foreach (var message in facts.Select(fact => fact.Message).Distinct()) known.AddRange(await events.ForMessageAsync(message, cancellationToken));
                missing = [.. facts.Where(fact => !known.Any(other => other.Message == fact.Message && other.At == fact.At && other.Kind == fact.Kind && other.Recipient == fact.Recipient))];
            }

            if (missing.Count == 0) continue;
            events.Append([.. missing], position);
            replayed += missing.Count;
        }

        return replayed;
    }
}
