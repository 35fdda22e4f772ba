namespace Standfast.Reputation.Statistics;

/// <summary>Whole numbers of 7 bits an octet, the lowest first; the highest bit says that another octet follows.</summary>
internal static class PackedNumber
{
    private const int Bits = 7, More = 1 << Bits;

    public static int LengthOf(ulong value)
    {
        var length = 1;
        for (; value >= More; value >>= Bits) length++;
        return length;
    }

    public static void Write(ref Span<byte> target, ulong value)
    {
        for (; value >= More; value >>= Bits)
        {
            target[0] = (byte)(value | More);
            target = target[1..];
        }

        target[0] = (byte)value;
        target = target[1..];
    }

    /// <summary>False at the end, and where a number is cut off or has more than 63 bits.</summary>
    public static bool TryRead(ref ReadOnlySpan<byte> source, out ulong value)
    {
        value = 0;
        for (var shift = 0; shift < 9 * Bits && source.Length > 0; shift += Bits)
        {
            var octet = source[0];
            source = source[1..];
            value |= (ulong)(octet & (More - 1)) << shift;
            if (octet < More) return true;
        }

        return false;
    }
}
