using Standfast.Mail;

namespace Standfast.Queue.Scheduling;

/// <summary>
/// Messages that are not due yet, in buckets by time: 20 octets each, without references, so that millions cost the
/// collector nothing. Never gives a message out early, at most one bucket late. Not safe for concurrent use.
/// </summary>
internal sealed class Parking
{
    private static readonly long s_fine = TimeSpan.FromMilliseconds(50).Ticks;
    private static readonly long s_coarse = TimeSpan.FromSeconds(1).Ticks;
    private static readonly TimeSpan s_near = TimeSpan.FromSeconds(30);

    private readonly Dictionary<long, ChunkedQueue<Entry>> _buckets = [];

    /// <summary>The buckets' times, each once.</summary>
    private readonly PriorityQueue<long, long> _times = new();

    public long Count { get; private set; }

    /// <summary>When the next message is due; <see cref="DateTimeOffset.MaxValue"/> when none is parked.</summary>
    public DateTimeOffset Next { get; private set; } = DateTimeOffset.MaxValue;

    public void Add(SpoolId id, int lane, DateTimeOffset due, DateTimeOffset now)
    {
        var grain = due - now < s_near ? s_fine : s_coarse;
        var key = (due.UtcTicks + grain - 1) / grain * grain;
        if (!_buckets.TryGetValue(key, out var bucket))
        {
            _buckets.Add(key, bucket = new ChunkedQueue<Entry>());
            _times.Enqueue(key, key);
        }

        bucket.Enqueue(new Entry(new PackedId(id), lane));
        Count++;
        if (key < Next.UtcTicks) Next = new DateTimeOffset(key, TimeSpan.Zero);
    }

    /// <summary>Takes up to <paramref name="max"/> due messages out.</summary>
    public void TakeDue(DateTimeOffset now, int max, List<(SpoolId Id, int Lane)> due)
    {
        while (due.Count < max && Next <= now)
        {
            var key = _times.Peek();
            var bucket = _buckets[key];
            while (due.Count < max && bucket.TryDequeue(out var entry))
            {
                due.Add((entry.Id.Value, entry.Lane));
                Count--;
            }

            if (bucket.Count > 0) return;
            _buckets.Remove(key);
            _times.Dequeue();
            Next = _times.TryPeek(out var next, out _) ? new DateTimeOffset(next, TimeSpan.Zero) : DateTimeOffset.MaxValue;
        }
    }

    private readonly struct Entry(PackedId id, int lane)
    {
        public readonly PackedId Id = id;

        public readonly int Lane = lane;
    }
}
