using Standfast.Reputation.Classification;

namespace Standfast.Reputation.Statistics;

/// <summary>What happened to one part of the mail in one time. Not to be used concurrently.</summary>
public sealed class Counts
{
    /// <summary>Places for each kind of thing: numbers of enumerations are stored, and may grow up to this.</summary>
    internal const int Width = 32;

    internal const int Bounces = Width, Deferrals = 2 * Width, Latencies = 3 * Width, Size = 3 * Width + LatencyScale.Steps;

    private readonly long[] _values = new long[Size];

    public long this[CountKind kind] => _values[(int)kind];

    public bool IsEmpty => _values.AsSpan().IndexOfAnyExcept(0L) < 0;

    /// <summary>Deliveries and refusals for good: what recipients' servers have decided.</summary>
    public long Outcomes => this[CountKind.Delivered] + this[CountKind.Bounced];

    /// <summary>Refused, or given back after they had been taken.</summary>
    public long Lost => this[CountKind.Bounced] + this[CountKind.Undelivered];

    public long BouncedFor(ReplyCause cause) => _values[Bounces + (int)cause];

    public long DeferredFor(ReplyCause cause) => _values[Deferrals + (int)cause];

    public TimeSpan? Latency(double share) => LatencyScale.Quantile(_values.AsSpan(Latencies), share);

    public void Add(Counts other)
    {
        for (var index = 0; index < Size; index++) _values[index] += other._values[index];
    }

    public void Add(CountKind kind, long count) => _values[(int)kind] += count;

    public void AddBounces(ReplyCause cause, long count) => _values[Bounces + (int)cause] += count;

    public void AddDeferrals(ReplyCause cause, long count) => _values[Deferrals + (int)cause] += count;

    internal void Increment(int place) => _values[place]++;

    /// <summary>Adds what <see cref="Pack"/> has written; places that this version does not know are left out.</summary>
    public void Add(ReadOnlySpan<byte> packed)
    {
        while (PackedNumber.TryRead(ref packed, out var place) && PackedNumber.TryRead(ref packed, out var count))
            if (place < Size)
                _values[place] += (long)count;
    }

    /// <summary>Adds what <see cref="Pack"/> has written, and says how much of two kinds there is in it.</summary>
    public (long First, long Second) Add(ReadOnlySpan<byte> packed, CountKind first, CountKind second)
    {
        var (a, b) = (0L, 0L);
        while (PackedNumber.TryRead(ref packed, out var place) && PackedNumber.TryRead(ref packed, out var count))
        {
            if (place >= Size) continue;
            _values[place] += (long)count;
            if (place == (ulong)first) a += (long)count;
            if (place == (ulong)second) b += (long)count;
        }

        return (a, b);
    }

    /// <summary>Those that are not 0, each as place and count: some 20 octets.</summary>
    public byte[] Pack()
    {
        var length = 0;
        for (var place = 0; place < Size; place++)
            if (_values[place] != 0) length += PackedNumber.LengthOf((ulong)place) + PackedNumber.LengthOf((ulong)_values[place]);
        var packed = new byte[length];
        var at = packed.AsSpan();
        for (var place = 0; place < Size; place++)
        {
            if (_values[place] == 0) continue;
            PackedNumber.Write(ref at, (ulong)place);
            PackedNumber.Write(ref at, (ulong)_values[place]);
        }

        return packed;
    }

    /// <summary>What two packed ones are together.</summary>
    public static byte[] AddPacked(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        // A sum is not longer than its two numbers.
        var length = left.Length + right.Length;
        Span<byte> sum = length <= 1_024 ? stackalloc byte[length] : new byte[length];
        var free = sum;
        var (hasLeft, hasRight) = (TryRead(ref left, out var one), TryRead(ref right, out var other));
        while (hasLeft || hasRight)
        {
            var (takesLeft, takesRight) = (hasLeft && (!hasRight || one.Place <= other.Place), hasRight && (!hasLeft || other.Place <= one.Place));
            PackedNumber.Write(ref free, takesLeft ? one.Place : other.Place);
            PackedNumber.Write(ref free, (takesLeft ? one.Count : 0) + (takesRight ? other.Count : 0));
            if (takesLeft) hasLeft = TryRead(ref left, out one);
            if (takesRight) hasRight = TryRead(ref right, out other);
        }

        return sum[..^free.Length].ToArray();
    }

    private static bool TryRead(ref ReadOnlySpan<byte> packed, out (ulong Place, ulong Count) pair)
    {
        pair = default;
        if (!PackedNumber.TryRead(ref packed, out var place) || !PackedNumber.TryRead(ref packed, out var count)) return false;
        pair = (place, count);
        return true;
    }
}
