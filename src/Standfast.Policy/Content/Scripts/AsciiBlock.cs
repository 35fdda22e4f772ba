using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Standfast.Policy.Content.Scripts;

/// <summary>
/// Up to 64 characters of ASCII, whose classes are told all at once: bit n of a set is the n-th character. Bits beyond the text are clear.
/// </summary>
internal readonly struct AsciiBlock
{
    public const int Length = 64;

    private readonly Vector256<byte> _low;
    private readonly Vector256<byte> _high;

    private AsciiBlock(Vector256<byte> low, Vector256<byte> high) => (_low, _high) = (low, high);

    public ulong Letters => Bits(Within(_low | Vector256.Create((byte)0x20), 'a', 'z'), Within(_high | Vector256.Create((byte)0x20), 'a', 'z'));

    public ulong Digits => In('0', '9');

    /// <returns>False where one of the first 64 characters is not ASCII.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(ReadOnlySpan<char> text, out AsciiBlock block) => text.Length >= Length ? TryReadWhole(text, out block) : TryReadPadded(text, out block);

    public ulong Of(char character) => In(character, character);

    public ulong In(char first, char last) => Bits(Within(_low, first, last), Within(_high, first, last));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryReadWhole(ReadOnlySpan<char> text, out AsciiBlock block)
    {
        ref var first = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(text));
        var (one, two) = (Vector256.LoadUnsafe(ref first), Vector256.LoadUnsafe(ref first, 16));
        var (three, four) = (Vector256.LoadUnsafe(ref first, 32), Vector256.LoadUnsafe(ref first, 48));
        block = new AsciiBlock(Vector256.Narrow(one, two), Vector256.Narrow(three, four));
        return ((one | two | three | four) & Vector256.Create((ushort)0xFF80)) == Vector256<ushort>.Zero;
    }

    private static bool TryReadPadded(ReadOnlySpan<char> text, out AsciiBlock block)
    {
        Span<char> padded = stackalloc char[Length];
        padded.Clear();
        text.CopyTo(padded);
        return TryReadWhole(padded, out block);
    }

    private static Vector256<byte> Within(Vector256<byte> octets, char first, char last) =>
        Vector256.LessThanOrEqual(octets - Vector256.Create((byte)first), Vector256.Create((byte)(last - first)));

    private static ulong Bits(Vector256<byte> low, Vector256<byte> high) => low.ExtractMostSignificantBits() | ((ulong)high.ExtractMostSignificantBits() << 32);
}
