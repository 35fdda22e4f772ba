using Standfast.Events;

namespace Standfast.Reputation.Rates;

/// <summary>Tells where users of a provider complain too much of what one source sends: a source that is new there must not send more. May be called concurrently.</summary>
/// <param name="tooMany">Source and provider, at each further complaint.</param>
public sealed class WayComplaints(Action<string, string> tooMany, TimeProvider time) : IEventObserver
{
    /// <summary>Ours; when full, all are counted anew.</summary>
    private const int MaxWays = 10_000;

    private static readonly TimeSpan s_window = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Source, string Provider), (DateTimeOffset Began, long Delivered, long Complaints)> _ways = [];

    public void Observe(ReadOnlySpan<MailEvent> facts)
    {
        foreach (var fact in facts)
            if (fact is { Kind: MailEventKind.Delivered or MailEventKind.Complained, Attempt: { Source: { } source, Provider: { } provider } } && Count((source, provider), fact.Kind == MailEventKind.Complained))
                tooMany(source, provider);
    }

    private bool Count((string Source, string Provider) way, bool isComplaint)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            if (!_ways.TryGetValue(way, out var counts) || now - counts.Began >= s_window)
            {
                if (_ways.Count >= MaxWays) _ways.Clear();
                counts = (now, 0, 0);
            }

            counts = isComplaint ? counts with { Complaints = counts.Complaints + 1 } : counts with { Delivered = counts.Delivered + 1 };
            _ways[way] = counts;
            return isComplaint && counts.Complaints >= RateRule.Complaints.SlowFrom && Shares.LowerBound(counts.Complaints, counts.Delivered) > RateRule.Complaints.Slow;
        }
    }
}
