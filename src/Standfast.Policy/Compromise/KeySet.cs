namespace Standfast.Policy.Compromise;

/// <summary>
/// A bounded set of what was seen (Bloom filters in two generations): says of at most 2 in 100 unseen keys that they were seen, of a
/// seen one never that it was not until about <see cref="MaxKeys"/> others came after it. Not to be used concurrently.
/// </summary>
internal sealed class KeySet
{
    /// <summary>Of one generation; 64 kB. Ours: more distinct recipients in few weeks have few senders, and those are known by their rates.</summary>
    public const int MaxKeys = MaxBits / BitsPerKey;

    private const int FirstBits = 4_096;
    private const int MaxBits = 524_288;
    private const int BitsPerKey = 10;
    private const int Probes = 4;
    private const int Growth = 4;

    private ulong[] _current = new ulong[FirstBits / 64];
    private ulong[] _previous = [];
    private int _count;

    public bool Contains(ulong key) => IsIn(_current, key) || IsIn(_previous, key);

    /// <returns>False when it was seen before.</returns>
    public bool Add(ulong key)
    {
        if (IsIn(_current, key)) return false;
        var isNew = !IsIn(_previous, key);
        if (_count >= _current.Length * 64 / BitsPerKey)
        {
            _previous = _current;
            _current = new ulong[Math.Min(_current.Length * Growth, MaxBits / 64)];
            _count = 0;
        }

        _count++;
        var (mask, step, at) = Probe(_current, key);
        for (var probe = 0; probe < Probes; probe++, at += step) _current[(at & mask) >> 6] |= 1UL << (int)(at & 63);
        return isNew;
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(_count);
        foreach (var generation in (ulong[][])[_current, _previous])
        {
            writer.Write(generation.Length);
            foreach (var word in generation) writer.Write(word);
        }
    }

    /// <exception cref="InvalidDataException">Not what <see cref="Write"/> wrote.</exception>
    public static KeySet Read(BinaryReader reader)
    {
        var count = reader.ReadInt32();
        return new KeySet { _count = count, _current = ReadWords(reader, isEmptyAllowed: false), _previous = ReadWords(reader, isEmptyAllowed: true) };
    }

    private static ulong[] ReadWords(BinaryReader reader, bool isEmptyAllowed)
    {
        var length = reader.ReadInt32();
        if (length is < 0 or > MaxBits / 64 || (length == 0 && !isEmptyAllowed) || (length & (length - 1)) != 0) throw new InvalidDataException("not a set of keys");
        var words = new ulong[length];
        for (var index = 0; index < length; index++) words[index] = reader.ReadUInt64();
        return words;
    }

    private static bool IsIn(ulong[] words, ulong key)
    {
        if (words.Length == 0) return false;
        var (mask, step, at) = Probe(words, key);
        for (var probe = 0; probe < Probes; probe++, at += step)
            if ((words[(at & mask) >> 6] & (1UL << (int)(at & 63))) == 0)
                return false;
        return true;
    }

    private static (uint Mask, uint Step, uint At) Probe(ulong[] words, ulong key) => ((uint)(words.Length * 64) - 1, (uint)(key >> 32) | 1, (uint)key);
}
