
namespace Standfast.Policy.Limits;

/// <summary>
/// What was used of one limit, by sixtieths of its window. A sixtieth counts until all of it is older than the window, so that no
/// stretch of the window's length ever holds more than the limit. Not safe for concurrent use.
/// </summary>
internal sealed class LimitCounter(int number, LimitKey key)
{
    /// <summary>Ours: a minute is counted by seconds, an hour by minutes.</summary>
    public const int SlotsPerWindow = 60;

    /// <summary>Blocks in which a limit is written off ahead, at least: a loss of power loses what is left of one.</summary>
    private const int Blocks = 100;

    private readonly List<LimitSlot> _slots = [];
    private readonly long _slotTicks = LimitText.Length(key.Window).Ticks / SlotsPerWindow;
    private long _block = 1;

    public int Number => number;

    public LimitKey Key => key;

    /// <summary>Waits to be written.</summary>
    public bool IsDirty { get; set; }

    /// <summary>Rests in the ledger.</summary>
    public bool IsKept { get; set; }

    /// <summary>Of the last taking that is in what was restored.</summary>
    public long KeptSequence { get; init; }

    public long Used { get; private set; }

    public bool IsIdle => _slots.Count == 0;

    /// <summary>More is used than is written off.</summary>
    public bool IsShort => _slots.Count > 0 && _slots[^1] is var slot && slot.Used > slot.Reserved;

    /// <summary>Little is left of what is written off.</summary>
    public bool IsLow => _slots.Count > 0 && _slots[^1] is var slot && slot.Reserved - slot.Used < _block / 2;

    public void Restore(IEnumerable<LimitSlot> slots)
    {
        _slots.AddRange(slots);
        Used = _slots.Sum(slot => slot.Used);
    }

    /// <summary>Forgets what is older than the window.</summary>
    public void Roll(TimeSpan now)
    {
        var oldest = SlotAt(now) - SlotsPerWindow;
        var gone = 0;
        while (gone < _slots.Count && _slots[gone].Index < oldest) Used -= _slots[gone++].Used;
        if (gone > 0) _slots.RemoveRange(0, gone);
    }

    /// <summary>What may be taken at once; the counter was rolled to now.</summary>
    public long Left(TimeSpan now, LimitRule rule)
    {
        var left = rule.Amount!.Value - Used;
        if (rule.Burst is { } burst)
        {
            // A bucket that holds the burst and gets a sixtieth of the amount with each slot.
            long taken = 0;
            for (var place = _slots.Count - 1; place >= 0; place--)
            {
                taken += _slots[place].Used;
                left = Math.Min(left, burst + Returned(rule, SlotAt(now) - _slots[place].Index) - taken);
            }

            left = Math.Min(left, burst);
        }

        return Math.Max(0, left);
    }

    /// <returns>When as much as is needed will be there, and how much more than now that is. What is needed is no more than the rule allows at once.</returns>
    public (TimeSpan At, long Returning) When(TimeSpan now, LimitRule rule, long needed)
    {
        var at = SlotAt(now);
        var free = rule.Amount!.Value - Used;
        for (var place = 0; place < _slots.Count && free < needed; place++)
        {
            free += _slots[place].Used;
            at = Math.Max(at, _slots[place].Index + SlotsPerWindow + 1);
        }

        if (rule.Burst is { } burst)
        {
            long taken = 0;
            for (var place = _slots.Count - 1; place >= 0; place--)
            {
                taken += _slots[place].Used;
                if (burst - taken < needed) at = Math.Max(at, _slots[place].Index + SlotsFor(rule, needed + taken - burst));
            }
        }

        var left = Left(now, rule);
        var then = TimeSpan.FromTicks(at * _slotTicks);
        return (then, Math.Max(needed, LeftAt(then, rule)) - left);
    }

    /// <returns>The slot that it was taken from.</returns>
    public long Take(TimeSpan now, LimitRule rule, long amount)
    {
        _block = Math.Max(1, rule.Amount!.Value / Blocks);
        // The ledger's time never goes back, but what was kept may be of a time ahead: then it goes there.
        var index = _slots.Count > 0 ? Math.Max(SlotAt(now), _slots[^1].Index) : SlotAt(now);
        if (_slots.Count > 0 && _slots[^1].Index == index) _slots[^1] = _slots[^1] with { Used = _slots[^1].Used + amount };
        else _slots.Add(new LimitSlot(index, amount, 0));
        Used += amount;
        return index;
    }

    /// <summary>What was taken from a slot and is not in what was restored.</summary>
    public void Add(long slot, long amount)
    {
        var place = _slots.FindIndex(one => one.Index >= slot);
        if (place < 0) _slots.Add(new LimitSlot(slot, amount, 0));
        else if (_slots[place].Index == slot) _slots[place] = _slots[place] with { Used = _slots[place].Used + amount };
        else _slots.Insert(place, new LimitSlot(slot, amount, 0));
        Used += amount;
    }

    /// <summary>Returns what was not used after all; of a slot that is over nothing is left.</summary>
    public void GiveBack(long slot, long amount)
    {
        var place = _slots.FindIndex(one => one.Index == slot);
        if (place < 0) return;
        amount = Math.Min(amount, _slots[place].Used);
        _slots[place] = _slots[place] with { Used = _slots[place].Used - amount };
        Used -= amount;
    }

    /// <summary>
    /// As it is to be kept: with a block ahead in the present slot, and nothing more than was used in those before. What is written off is
    /// never taken back within its slot, for sessions may be using it while this is written.
    /// </summary>
    public LimitRow ToRow(long sequence, bool reserves) =>
        new(number, key, sequence, [.. _slots.Select((slot, place) => slot with { Reserved = reserves && place == _slots.Count - 1 ? Math.Max(slot.Reserved, slot.Used + _block) : slot.Used })]);

    /// <summary>The row is durable.</summary>
    public void Written(LimitRow row)
    {
        IsKept = row.Slots.Length > 0;
        if (_slots.Count == 0 || row.Slots.Length == 0 || _slots[^1].Index != row.Slots[^1].Index) return;
        _slots[^1] = _slots[^1] with { Reserved = row.Slots[^1].Reserved };
    }

    private long SlotAt(TimeSpan now) => now.Ticks / _slotTicks;

    private static long Returned(LimitRule rule, long slots) => (long)((Int128)rule.Amount!.Value * slots / SlotsPerWindow);

    private static long SlotsFor(LimitRule rule, long missing) => (long)(((Int128)missing * SlotsPerWindow + rule.Amount!.Value - 1) / rule.Amount.Value);

    private long LeftAt(TimeSpan then, LimitRule rule)
    {
        var later = new LimitCounter(number, key);
        later.Restore(_slots);
        later.Roll(then);
        return later.Left(then, rule);
    }
}
