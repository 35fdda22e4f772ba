using System.Diagnostics.CodeAnalysis;

namespace Standfast.Queue.Scheduling;

/// <summary>
/// First in, first out, in pieces that grow with the number of entries: at most a quarter of the room is unused, and nothing is
/// copied. Not safe for concurrent use.
/// </summary>
internal sealed class ChunkedQueue<T>
    where T : unmanaged
{
    private const int MinEntries = 4;
    private const int MaxEntries = 1_024;

    private Chunk? _head;
    private Chunk? _tail;

    public int Count { get; private set; }

    public void Enqueue(T entry)
    {
        if (_tail is null || _tail.End == _tail.Entries.Length)
        {
            var chunk = new Chunk(Math.Clamp(Count / 4, MinEntries, MaxEntries));
            if (_tail is null) _head = chunk;
            else _tail.Next = chunk;
            _tail = chunk;
        }

        _tail.Entries[_tail.End++] = entry;
        Count++;
    }

    public bool TryPeek(out T entry)
    {
        entry = Count > 0 ? _head!.Entries[_head.Start] : default;
        return Count > 0;
    }

    public bool TryDequeue([MaybeNullWhen(false)] out T entry)
    {
        if (!TryPeek(out entry)) return false;
        Count--;
        if (++_head!.Start < _head.End) return true;
        if (Count > 0) _head = _head.Next;
        else if (_head.Entries.Length <= MaxEntries / 16) (_head.Start, _head.End) = (0, 0);
        else (_head, _tail) = (null, null);
        return true;
    }

    private sealed class Chunk(int entries)
    {
        public T[] Entries { get; } = new T[entries];

        public int Start { get; set; }

        public int End { get; set; }

        public Chunk? Next { get; set; }
    }
}
