using Standfast.Mail;

namespace Standfast.Queue.Scheduling;

/// <summary>
/// The lanes that one site serves, or one egress pool at it. Accounts take turns by deficit round robin (Shreedhar and Varghese 1995), counted in recipients, so
/// that one account's flood costs the others at most a turn; an account that had nothing waiting gets its first turn at once, as new
/// flows do in FQ-CoDel (RFC 8290 §4.2). Not safe for concurrent use. Numbers and limits: docs/scheduling.md.
/// </summary>
internal sealed class SiteLanes<T>(string name, SiteEntry<T> site)
    where T : class
{
    /// <summary>Recipients an account may have in one turn; ours.</summary>
    private const int Quantum = 10;

    private readonly Dictionary<string, AccountTurn<T>> _turns = new(StringComparer.Ordinal);
    private readonly Queue<AccountTurn<T>> _newcomers = new();
    private readonly Queue<AccountTurn<T>> _rotation = new();
    private int _looked;

    /// <summary>By which they are taken.</summary>
    public string Name { get; } = name;

    public SiteEntry<T> Site { get; } = site;

    public bool IsEmpty => _turns.Count == 0;

    /// <summary>Puts a lane that has entries into the rotation.</summary>
    public void Add(Lane<T> lane)
    {
        if (lane.InRotation || lane.Count == 0) return;
        lane.InRotation = true;
        var key = lane.Key.Account?.Value ?? "";
        if (!_turns.TryGetValue(key, out var turn))
        {
            _turns.Add(key, turn = new AccountTurn<T>(key) { Deficit = Quantum });
            _newcomers.Enqueue(turn);
        }

        turn.Add(lane);
    }

    public bool TryTake(out Lane<T> lane, out LaneEntry<T> entry)
    {
        while (true)
        {
            var line = _newcomers.Count > 0 ? _newcomers : _rotation;
            if (!line.TryPeek(out var turn)) break;
            if (turn.IsEmpty)
            {
                // A newcomer goes by the end of the rotation, so that nobody is one again and again.
                line.Dequeue();
                if (line == _newcomers) _rotation.Enqueue(turn);
                else _turns.Remove(turn.Account);
                continue;
            }

            if (_turns.Count == 1) turn.Deficit = Math.Max(turn.Deficit, 1);
            if (turn.Deficit <= 0)
            {
                turn.Deficit += Quantum;
                line.Dequeue();
                _rotation.Enqueue(turn);
                continue;
            }

            if (!turn.TryTake(this, out lane, out entry)) continue;
            turn.Deficit--;
            return true;
        }

        (lane, entry) = (null!, default);
        return false;
    }

    /// <summary>Takes a message older than that from the head of any lane; looks at each lane once.</summary>
    /// <param name="untold">Only transactional mail whose sender may still have to be told that it takes long.</param>
    public bool TryTakeOlder(DateTimeOffset createdBefore, bool untold, out Lane<T> lane, out LaneEntry<T> entry)
    {
        // Who has much of it must not keep the others from being looked at.
        var first = untold && _turns.Count > 0 ? (_looked = (_looked + 1) % _turns.Count) : 0;
        foreach (var turn in _turns.Values.Skip(first).Concat(_turns.Values.Take(first)))
        {
            foreach (var candidate in turn.Lanes)
            {
                if (candidate.Site != this || (untold && !candidate.Key.Stream.IsTransactional)) continue;
                if (!candidate.TryTakeOlder(createdBefore, untold, out entry)) continue;
                lane = candidate;
                return true;
            }
        }

        (lane, entry) = (null!, default);
        return false;
    }

    /// <summary>Counts the further recipients of a message that was taken against its account.</summary>
    public void Charge(AccountId? account, int recipients)
    {
        if (_turns.TryGetValue(account?.Value ?? "", out var turn)) turn.Deficit -= recipients;
    }
}
