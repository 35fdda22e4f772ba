using Standfast.Mail;

namespace Standfast.Queue.Scheduling;

/// <summary>
/// The lanes that one site serves. Accounts take turns by deficit round robin (Shreedhar and Varghese 1995), counted in
/// recipients, so that one account's flood costs the others at most a turn; within an account the lanes rotate.
/// Not safe for concurrent use.
/// </summary>
internal sealed class SiteLanes<T>(string name)
    where T : class
{
    /// <summary>Recipients an account may have in one turn; ours.</summary>
    private const int Quantum = 20;

    private readonly Dictionary<string, Turn> _turns = new(StringComparer.Ordinal);
    private readonly Queue<Turn> _rotation = new();

    public string Name { get; } = name;

    /// <summary>Domains whose lanes are served here.</summary>
    public HashSet<DomainName> Domains { get; } = [];

    public bool IsEmpty => _rotation.Count == 0;

    /// <summary>Puts a lane that has entries into the rotation.</summary>
    public void Add(Lane<T> lane)
    {
        if (lane.InRotation || lane.Count == 0) return;
        lane.InRotation = true;
        var key = lane.Account?.Value ?? "";
        if (!_turns.TryGetValue(key, out var turn))
        {
            turn = new Turn(key);
            _turns.Add(key, turn);
            _rotation.Enqueue(turn);
        }

        turn.Lanes.Enqueue(lane);
    }

    public bool TryTake(out Lane<T> lane, out LaneEntry<T> entry)
    {
        while (_rotation.TryPeek(out var turn))
        {
            if (turn.Lanes.Count == 0)
            {
                _turns.Remove(_rotation.Dequeue().Account);
                continue;
            }

            if (_rotation.Count == 1) turn.Deficit = Math.Max(turn.Deficit, 1);
            if (turn.Deficit <= 0)
            {
                turn.Deficit += Quantum;
                _rotation.Enqueue(_rotation.Dequeue());
                continue;
            }

            lane = turn.Lanes.Dequeue();
            // A lane that moved to another site in the meantime is served there.
            if (lane.Site != this) continue;
            lane.InRotation = false;
            if (lane.Count == 0) continue;
            entry = lane.Take();
            turn.Deficit--;
            Rejoin(turn, lane);
            return true;
        }

        (lane, entry) = (null!, default);
        return false;
    }

    /// <summary>Takes a message older than that from the head of any lane; looks at each lane once.</summary>
    public bool TryTakeOlder(DateTimeOffset createdBefore, out Lane<T> lane, out LaneEntry<T> entry)
    {
        foreach (var turn in _rotation)
        {
            foreach (var candidate in turn.Lanes)
            {
                if (candidate.Site != this || !candidate.TryTakeOlder(createdBefore, out entry)) continue;
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

    private static void Rejoin(Turn turn, Lane<T> lane)
    {
        if (lane.Count == 0) return;
        lane.InRotation = true;
        turn.Lanes.Enqueue(lane);
    }

    private sealed class Turn(string account)
    {
        public string Account { get; } = account;

        public Queue<Lane<T>> Lanes { get; } = new();

        public int Deficit { get; set; } = Quantum;
    }
}
