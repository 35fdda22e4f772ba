using Standfast.Events;
using Standfast.Reputation.Classification;

namespace Standfast.Reputation.Statistics;

/// <summary>
/// Counts facts in the order of the event log, each once: it knows the last one that it has counted. Facts that it is told of out of turn, or has no room for, it leaves; then it
/// <see cref="IsBehind"/> until they are read from the log. Must be begun first. May be called concurrently.
/// </summary>
public sealed class EventCounter(IReplyClassifier classifier) : IEventFollower
{
    /// <summary>Cells that may wait to be stored, some 1.4 kB each; ours.</summary>
    public const int MaxCells = 20_000;

    private readonly Lock _lock = new();
    private readonly FactPlaces _places = new(classifier);
    private readonly CellTable _cells = new();
    private long? _position;
    private long _missedThrough;
    private bool _isBehind = true;

    /// <summary>There are facts in the log that are not counted and that nobody will tell of.</summary>
    public bool IsBehind
    {
        get
        {
            lock (_lock) return _isBehind;
        }
    }

    /// <summary>More should not wait.</summary>
    public bool IsFilling
    {
        get
        {
            lock (_lock) return _cells.Count >= MaxCells / 2;
        }
    }

    public bool IsFull
    {
        get
        {
            lock (_lock) return _cells.Count >= MaxCells;
        }
    }

    public long Position
    {
        get
        {
            lock (_lock) return _position ?? 0;
        }
    }

    /// <param name="position">Id of the last fact that is counted already.</param>
    /// <param name="day">First minute of the day of the keys.</param>
    /// <param name="keys">Those that were counted in that day already.</param>
    public void Begin(long position, long day, IReadOnlyList<StatisticsKey> keys)
    {
        lock (_lock)
        {
            (_position, _missedThrough) = (position, 0);
            _isBehind = true;
            _cells.Begin(day, keys);
        }
    }

    public void Follow(ReadOnlySpan<MailEvent> facts, long firstId)
    {
        lock (_lock)
        {
            if (_position is not { } position || firstId > position + 1 || _cells.Count >= MaxCells)
            {
                _isBehind = true;
                _missedThrough = firstId + facts.Length - 1;
                return;
            }

            var known = position + 1 - firstId;
            if (known >= facts.Length) return;
            foreach (var fact in facts[(int)known..]) CountLocked(fact);
            _position = firstId + facts.Length - 1;
        }
    }

    /// <summary>Counts a page of the log that follows the position.</summary>
    /// <param name="isLast">Nothing came after the page when it was read.</param>
    public void CatchUp(IReadOnlyList<LoggedEvent> page, bool isLast)
    {
        lock (_lock)
        {
            foreach (var logged in page)
            {
                if (_position is not { } position || _cells.Count >= MaxCells) return;
                if (logged.Id <= position) continue;
                CountLocked(logged.Fact);
                _position = logged.Id;
            }

            if (isLast) _isBehind = _missedThrough > _position;
        }
    }

    /// <summary>What was counted since the last time, and the last fact of it.</summary>
    public (IReadOnlyList<StatisticsCell> Cells, long Position) Take()
    {
        lock (_lock) return (_cells.Take(), _position ?? 0);
    }

    private void CountLocked(MailEvent fact)
    {
        Span<byte> places = stackalloc byte[FactPlaces.Max];
        var count = _places.Find(fact, places);
        if (count > 0) _cells.Add(fact, places[..count]);
    }
}
