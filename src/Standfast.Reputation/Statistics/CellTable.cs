using Standfast.Events;

namespace Standfast.Reputation.Statistics;

/// <summary>Cells that are being counted, for a bounded number of keys a day. Guarded by the lock of <see cref="EventCounter"/>.</summary>
internal sealed class CellTable
{
    private static readonly int s_cubes = Enum.GetValues<StatisticsCube>().Length;

    private readonly Dictionary<StatisticsKey, Slot> _slots = [];
    private readonly Dictionary<string, string> _domains = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _domainOf;
    private readonly int[] _keys = new int[s_cubes];
    private readonly List<Slot> _open = [];
    private List<StatisticsCell> _closed = [];
    private long _day;

    public CellTable() => _domainOf = _domains.GetAlternateLookup<ReadOnlySpan<char>>();

    public int Count => _open.Count + _closed.Count;

    public void Begin(long day, IReadOnlyList<StatisticsKey> keys)
    {
        Close();
        Forget(day);
        foreach (var key in keys) SlotOf(key);
    }

    public void Add(MailEvent fact, ReadOnlySpan<byte> places)
    {
        var minute = LevelSpan.MinuteOf(fact.At);
        if (minute - _day >= LevelSpan.MinutesOf(StatisticsLevel.Day))
        {
            Close();
            Forget(LevelSpan.Begin(StatisticsLevel.Day, minute));
        }

        Add(new StatisticsKey(StatisticsCube.Total), minute, places);
        var (account, stream) = (fact.Account?.Value ?? "", fact.Stream?.Value ?? "");
        Add(new StatisticsKey(StatisticsCube.Stream, account, stream), minute, places);
        if (fact.Campaign is { } campaign) Add(new StatisticsKey(StatisticsCube.Campaign, account, stream, campaign.Value), minute, places);
        if (fact.Attempt is { } attempt)
        {
            var (source, provider) = (Bounded(attempt.Source), Bounded(attempt.Provider));
            if (source.Length + provider.Length > 0) Add(new StatisticsKey(StatisticsCube.Way, source, provider), minute, places);
            if (provider.Length > 0) Add(new StatisticsKey(StatisticsCube.Provider, account, provider), minute, places);
        }

        if (fact.Recipient is { } recipient)
        {
            var domain = DomainOf(recipient);
            Add(new StatisticsKey(StatisticsCube.Domain, account, domain), minute, places);
            Add(new StatisticsKey(StatisticsCube.AllDomain, domain), minute, places);
        }
    }

    public IReadOnlyList<StatisticsCell> Take()
    {
        Close();
        var taken = _closed;
        _closed = [];
        return taken;
    }

    private void Add(StatisticsKey key, long minute, ReadOnlySpan<byte> places)
    {
        var slot = SlotOf(key);
        if (slot.Counts is not { } counts)
        {
            slot.Counts = counts = new Counts();
            slot.Minute = minute;
            _open.Add(slot);
        }
        else if (slot.Minute != minute)
        {
            _closed.Add(new StatisticsCell(slot.Key, slot.Minute, counts));
            slot.Counts = counts = new Counts();
            slot.Minute = minute;
        }

        foreach (var place in places) counts.Increment(place);
    }

    private Slot SlotOf(StatisticsKey key)
    {
        if (_slots.TryGetValue(key, out var known)) return known;
        ref var keys = ref _keys[(int)key.Cube];
        if (keys >= CubeShape.MaxKeysADay)
        {
            // As many again for the accounts and sources by themselves.
            key = keys < 2 * CubeShape.MaxKeysADay ? key.ToOverflow() : StatisticsKey.OverflowOf(key.Cube);
            if (_slots.TryGetValue(key, out known)) return known;
        }

        keys++;
        return _slots[key] = new Slot(key);
    }

    private void Close()
    {
        foreach (var slot in _open)
        {
            _closed.Add(new StatisticsCell(slot.Key, slot.Minute, slot.Counts!));
            slot.Counts = null;
        }

        _open.Clear();
    }

    private void Forget(long day)
    {
        _slots.Clear();
        _domains.Clear();
        Array.Clear(_keys);
        _day = day;
    }

    private string DomainOf(string recipient)
    {
        var domain = recipient.AsSpan(recipient.LastIndexOf('@') + 1);
        if (_domainOf.TryGetValue(domain, out var known)) return known;
        if (domain.Length > StatisticsKey.MaxNameLength) return StatisticsKey.Other;
        if (_domains.Count >= CubeShape.MaxKeys) _domains.Clear();
        return _domains[domain.ToString()] = domain.ToString().ToLowerInvariant();
    }

    private static string Bounded(string? name) => name is null ? "" : name.Length <= StatisticsKey.MaxNameLength ? name : StatisticsKey.Other;

    private sealed class Slot(StatisticsKey key)
    {
        public StatisticsKey Key => key;

        public long Minute { get; set; }

        public Counts? Counts { get; set; }
    }
}
