namespace Standfast.Policy.Spam;

/// <summary>The features of one message, each once. Reused from message to message; not for concurrent use.</summary>
public sealed class FeatureSet
{
    /// <summary>log2 of the buckets that features are hashed into: 262,144, about the number of different features of 2,000 messages; ours.</summary>
    public const int Bits = 18;

    public const int Buckets = 1 << Bits;

    /// <summary>Features beyond are not looked at; ours. A message of 4 KB has about 1,000.</summary>
    public const int MaxFeatures = 6_000;

    private readonly ulong[] _seen = new ulong[Buckets / 64];
    private readonly uint[] _hashes = new uint[MaxFeatures];

    /// <summary>Of those in the set.</summary>
    public ReadOnlySpan<uint> Hashes => _hashes.AsSpan(0, Count);

    public int Count { get; private set; }

    /// <summary>Told the text of each feature when it is first met; null outside of explanations.</summary>
    public Action<uint, string>? Named { get; set; }

    public static int BucketOf(uint hash) => (int)(hash & (Buckets - 1));

    /// <returns>False when it was there, or the set is full.</returns>
    public bool Add(uint hash)
    {
        var bucket = BucketOf(hash);
        ref var word = ref _seen[bucket >> 6];
        var bit = 1UL << (bucket & 63);
        if ((word & bit) != 0 || Count == MaxFeatures) return false;
        word |= bit;
        _hashes[Count++] = hash;
        return true;
    }

    public void Clear()
    {
        foreach (var hash in Hashes) _seen[BucketOf(hash) >> 6] = 0;
        Count = 0;
    }
}
