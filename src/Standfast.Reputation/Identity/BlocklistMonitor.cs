using Standfast.Reputation.Blocklists;

namespace Standfast.Reputation.Identity;

/// <summary>
/// Asks the lists about every address and domain of ours, each by itself and spread out, never more often than the operator allows, and keeps what they
/// say. May be called concurrently.
/// </summary>
/// <param name="subjects">Called before every round: domains come and go.</param>
/// <param name="providersOf">How many providers have lately named the list in a refusal.</param>
/// <param name="interval">Between two questions about the same subject; the operator's rule may be a longer one.</param>
public sealed partial class BlocklistMonitor(
    IReadOnlyList<BlocklistClient> lists, Func<IReadOnlyList<ListingSubject>> subjects, IListingStore store, Func<string, int> providersOf, TimeSpan interval, TimeProvider time, Random random)
{
    /// <summary>How long a listing that ended is remembered; ours.</summary>
    public static TimeSpan RemembersFor { get; } = TimeSpan.FromDays(90);

    /// <summary>The first round is over after this, so that a start is no burst; ours.</summary>
    private static readonly TimeSpan s_firstRound = TimeSpan.FromMinutes(5);

    /// <summary>Between two questions, where there is time for it; ours.</summary>
    private static readonly TimeSpan s_gap = TimeSpan.FromSeconds(1);

    /// <summary>Between two looks for what is due, where the interval is no shorter one; ours.</summary>
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(30);

    /// <summary>By request a list is not asked again sooner, unless it is asked more often than that anyway; ours.</summary>
    private static readonly TimeSpan s_atMostEvery = TimeSpan.FromMinutes(1);

    /// <summary>Jitter: up to a tenth is added to each interval.</summary>
    private const double Jitter = 0.1;

    private readonly long _start = time.GetTimestamp();
    private readonly Lock _lock = new();
    private readonly Dictionary<(string List, string Subject), Slot> _slots = [];
    private readonly Dictionary<(string List, string Subject), Listing> _listings = store.LoadListings().ToDictionary(listing => (listing.List, listing.Subject));
    private readonly HashSet<(string List, string Subject)> _unsaved = [];

    /// <summary>Called outside of locks, by whoever asked the list.</summary>
    public event Action<StandingNews>? News;

    /// <summary>Listings could not be written; they are kept in memory, and it is tried again.</summary>
    public event Action<Exception>? NotWritten;

    /// <summary>Those that stand and those that ended lately.</summary>
    public IReadOnlyList<Listing> Listings
    {
        get
        {
            lock (_lock) return [.. _listings.Values];
        }
    }

    public IReadOnlyList<ListState> Lists => [.. lists.Select(list => list.State)];

    /// <summary>What each list said last.</summary>
    public IReadOnlyList<ListingCheck> Checks
    {
        get
        {
            lock (_lock) return [.. _slots.Values.Select(slot => slot.Last).OfType<ListingCheck>()];
        }
    }

    /// <summary>By this, not by the wall clock, it is seen what is due: a clock that is set back would keep every check waiting.</summary>
    private TimeSpan Steady => time.GetElapsedTime(_start);

    public double WeightOf(Listing listing) => ListingWeight.Of(lists.FirstOrDefault(one => one.List.Id == listing.List)?.List.Tier ?? 3, listing.Severity, providersOf(listing.List));

    /// <summary>Asks what is due until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (true)
        {
            Plan();
            SaveUnsaved();
            while (NextDue() is { } slot)
            {
                await AskAsync(slot, stop);
                await Task.Delay(Gap(), time, stop);
            }

            await Task.Delay(interval < s_look ? interval : s_look, time, stop);
        }
    }

    /// <summary>Asks every list about everything now, but nothing that was asked within the last minute or interval.</summary>
    public async Task<IReadOnlyList<ListingCheck>> CheckNowAsync(CancellationToken cancellationToken)
    {
        Plan();
        List<List<Slot>> due;
        var now = Steady;
        lock (_lock) due = [.. _slots.Values.Where(slot => slot.Asked is not { } asked || now - asked > FreshForLocked(slot.Client.List)).GroupBy(slot => slot.Client).Select(group => group.ToList())];
        await Task.WhenAll(due.Select(async slots =>
        {
            foreach (var slot in slots) await AskAsync(slot, cancellationToken);
        }));
        return Checks;
    }

    /// <summary>The list is to be asked soon: a provider has just named it.</summary>
    public void Hasten(Blocklist list)
    {
        var soonest = Steady;
        lock (_lock)
        {
            foreach (var slot in _slots.Values)
            {
                if (slot.Client.List.Id != list.Id) continue;
                var allowed = slot.Asked is { } asked ? asked + list.Every : soonest;
                var due = allowed > soonest ? allowed : soonest;
                if (due < slot.Due) slot.Due = due;
            }
        }
    }

    /// <summary>One slot for each list and subject that belong together. Listings of what is ours no longer end.</summary>
    private void Plan()
    {
        var now = time.GetUtcNow();
        var ours = subjects();
        List<StandingNews> news = [];
        lock (_lock)
        {
            var wanted = new HashSet<(string, string)>();
            foreach (var client in lists)
            {
                foreach (var subject in ours)
                {
                    if (!client.List.Covers(subject)) continue;
                    var key = (client.List.Id, subject.ToString());
                    wanted.Add(key);
                    if (!_slots.ContainsKey(key)) _slots[key] = new Slot(client, subject) { Due = Steady + (random.NextDouble() * (interval < s_firstRound ? interval : s_firstRound)) };
                }
            }

            foreach (var key in _slots.Keys.Where(key => !wanted.Contains(key)).ToList()) _slots.Remove(key);
            foreach (var listing in _listings.Values.Where(listing => listing.Ended is null && !wanted.Contains((listing.List, listing.Subject))).ToList()) EndLocked(listing, now, "is not checked any more", news);
            foreach (var listing in _listings.Values.Where(listing => listing.Ended < now - RemembersFor).ToList()) ForgetLocked(listing);
        }

        Tell(news);
    }

    private Slot? NextDue()
    {
        var now = Steady;
        lock (_lock) return _slots.Values.Where(slot => slot.Due <= now).MinBy(slot => slot.Due);
    }

    private TimeSpan Gap()
    {
        lock (_lock)
        {
            var spread = interval / (2 * Math.Max(1, _slots.Count));
            return spread < s_gap ? spread : s_gap;
        }
    }

    private async Task AskAsync(Slot slot, CancellationToken cancellationToken)
    {
        var verdict = await slot.Client.AskAsync(slot.Subject, cancellationToken);
        var (now, steady) = (time.GetUtcNow(), Steady);
        List<StandingNews> news = [];
        lock (_lock)
        {
            slot.Last = new ListingCheck(slot.Client.List, slot.Subject, now, verdict);
            slot.Asked = steady;
            slot.Due = steady + (IntervalLocked(slot.Client.List) * (1 + (Jitter * random.NextDouble())));
            RecordLocked(slot, verdict, now, news);
        }

        // In this order: a crash between the two has it told again, not never.
        Tell(news);
        SaveUnsaved();
    }

    /// <summary>Ours or the operator's, whichever is longer.</summary>
    private TimeSpan IntervalLocked(Blocklist list)
    {
        var longest = interval > list.Every ? interval : list.Every;
        if (list.Daily is not { } daily) return longest;
        var share = TimeSpan.FromDays(1) / daily * _slots.Keys.Count(key => key.List == list.Id);
        return longest > share ? longest : share;
    }

    private TimeSpan FreshForLocked(Blocklist list) => IntervalLocked(list) is var longest && longest < s_atMostEvery ? longest : s_atMostEvery;

    private void Tell(List<StandingNews> news)
    {
        foreach (var one in news) News?.Invoke(one);
    }

    private sealed class Slot(BlocklistClient client, ListingSubject subject)
    {
        public BlocklistClient Client => client;

        public ListingSubject Subject => subject;

        public TimeSpan Due { get; set; }

        /// <summary>When it answered last.</summary>
        public TimeSpan? Asked { get; set; }

        public ListingCheck? Last { get; set; }
    }
}
