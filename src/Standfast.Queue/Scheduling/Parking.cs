using Standfast.Mail;

namespace Standfast.Queue.Scheduling;

/// <summary>
/// Messages that are not due yet, in buckets by time: 20 octets each, without references, so that millions cost the
/// collector nothing. Never gives a message out early, at most two buckets late: a large coarse one is given out evenly until the next
/// is due, for fresh mail would wait behind what comes at once. Not safe for concurrent use.
/// </summary>
internal sealed class Parking
{
    /// <summary>As many as are given out at once; ours.</summary>
    private const int Few = 16;

    private static readonly long s_fine = TimeSpan.FromMilliseconds(50).Ticks;
    private static readonly long s_coarse = TimeSpan.FromSeconds(1).Ticks;
    private static readonly TimeSpan s_near = TimeSpan.FromSeconds(30);

    private readonly Dictionary<(long Time, bool IsCoarse), Bucket> _buckets = [];

    /// <summary>The buckets, each once, by the time at which it gives out next.</summary>
    private readonly PriorityQueue<Bucket, long> _times = new();

    public long Count { get; private set; }

    /// <summary>When the next message is due; <see cref="DateTimeOffset.MaxValue"/> when none is parked.</summary>
    public DateTimeOffset Next { get; private set; } = DateTimeOffset.MaxValue;

    public void Add(SpoolId id, int lane, DateTimeOffset due, DateTimeOffset now)
    {
        var isCoarse = due - now >= s_near;
        var grain = isCoarse ? s_coarse : s_fine;
        var key = (Time: (due.UtcTicks + grain - 1) / grain * grain, isCoarse);
        if (!_buckets.TryGetValue(key, out var bucket))
        {
            _buckets.Add(key, bucket = new Bucket(key, isCoarse ? (int)(s_coarse / s_fine) : 1));
            _times.Enqueue(bucket, key.Time);
        }

        bucket.Entries.Enqueue(new Entry(new PackedId(id), lane));
        Count++;
        if (key.Time < Next.UtcTicks) Next = new DateTimeOffset(key.Time, TimeSpan.Zero);
    }

    /// <summary>Takes up to <paramref name="max"/> due messages out.</summary>
    public void TakeDue(DateTimeOffset now, int max, List<(SpoolId Id, int Lane)> due)
    {
        while (due.Count < max && Next <= now)
        {
            var bucket = _times.Peek();
            bucket.Open(now);
            while (due.Count < max && bucket.TryTake(out var entry))
            {
                due.Add((entry.Id.Value, entry.Lane));
                Count--;
            }

            if (bucket.IsOpen) return;
            _times.Dequeue();
            if (bucket.Entries.Count == 0) _buckets.Remove(bucket.Key);
            else _times.Enqueue(bucket, bucket.Next);
            Next = _times.TryPeek(out _, out var next) ? new DateTimeOffset(next, TimeSpan.Zero) : DateTimeOffset.MaxValue;
        }
    }

    private readonly struct Entry(PackedId id, int lane)
    {
        public readonly PackedId Id = id;

        public readonly int Lane = lane;
    }

    /// <param name="slices">In how many, a fine bucket's length apart, it is given out if it is large.</param>
    private sealed class Bucket((long Time, bool IsCoarse) key, int slices)
    {
        private int _slicesGiven;
        private int _left;

        public (long Time, bool IsCoarse) Key { get; } = key;

        public ChunkedQueue<Entry> Entries { get; } = new();

        /// <summary>When the next slice is due.</summary>
        public long Next => Key.Time + (_slicesGiven * s_fine);

        /// <summary>Whether more may be taken now.</summary>
        public bool IsOpen => _left > 0 && Entries.Count > 0;

        /// <summary>Lets the slices be taken that are due; what is open stays so.</summary>
        public void Open(DateTimeOffset now)
        {
            if (IsOpen) return;
            var (before, reached) = (_slicesGiven, (int)Math.Min(slices, ((now.UtcTicks - Key.Time) / s_fine) + 1));
            _slicesGiven = reached;
            // An even share of what is left for each slice that is left; what came after the last was opened is due too.
            var share = before < slices ? (int)Math.Ceiling((double)Entries.Count * (reached - before) / (slices - before)) : Entries.Count;
            _left = Math.Max(Few, share);
        }

        public bool TryTake(out Entry entry)
        {
            entry = default;
            if (_left == 0 || !Entries.TryDequeue(out entry)) return false;
            _left--;
            return true;
        }
    }
}
