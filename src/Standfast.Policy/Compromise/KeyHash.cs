namespace Standfast.Policy.Compromise;

/// <summary>FNV-1a in 64 bits with the finish of MurmurHash3, for sets of what was seen. Same on every machine: sets are stored.</summary>
internal static class KeyHash
{
    public const ulong Start = 14695981039346656037;

    public static ulong Add(ulong hash, char character) => (hash ^ character) * 1099511628211;

    public static ulong Finish(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
        return hash ^ (hash >> 33);
    }

    /// <summary>Without regard to case.</summary>
    public static ulong Of(ReadOnlySpan<char> first, ReadOnlySpan<char> second = default)
    {
        var hash = Start;
        foreach (var character in first) hash = Add(hash, char.ToLowerInvariant(character));
        hash = Add(hash, '\n');
        foreach (var character in second) hash = Add(hash, char.ToLowerInvariant(character));
        return Finish(hash);
    }
}
