using System.Numerics;
using System.Runtime.CompilerServices;

namespace Standfast.Policy.Content.Scripts;

/// <summary>A bit for each character of a text, 64 in each number: where the characters of a class are.</summary>
internal static class CharacterBits
{
    /// <summary>Numbers for a text of that length.</summary>
    public static int CountFor(int length) => (length + AsciiBlock.Length - 1) / AsciiBlock.Length;

    /// <returns>The first set bit at or after <paramref name="from"/>; the number of all bits where there is none.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int NextSet(ReadOnlySpan<ulong> bits, int from) => Next(bits, from, 0);

    /// <returns>The first clear bit at or after <paramref name="from"/>; the number of all bits where there is none.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int NextClear(ReadOnlySpan<ulong> bits, int from) => Next(bits, from, ulong.MaxValue);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Next(ReadOnlySpan<ulong> bits, int from, ulong flip)
    {
        var index = from >> 6;
        if (index >= bits.Length) return bits.Length << 6;
        var rest = (bits[index] ^ flip) >> (from & 63);
        if (rest != 0) return from + BitOperations.TrailingZeroCount(rest);
        for (index++; index < bits.Length; index++)
            if ((bits[index] ^ flip) is var next and not 0)
                return (index << 6) + BitOperations.TrailingZeroCount(next);
        return bits.Length << 6;
    }
}
