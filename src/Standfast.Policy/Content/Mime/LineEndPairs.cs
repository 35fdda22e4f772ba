using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Standfast.Policy.Content.Mime;

/// <summary>Tells whether each line of a text ends in CRLF, 32 octets at a time: where each CR is, moved on by one, each LF must be.</summary>
internal static class LineEndPairs
{
    /// <returns>True where a CR or LF stands alone (RFC 5322 §2.2).</returns>
    public static bool AreBroken(ReadOnlySpan<byte> text)
    {
        var (at, afterReturn) = (0, 0u);
        ref var first = ref MemoryMarshal.GetReference(text);
        for (; at + Vector256<byte>.Count <= text.Length; at += Vector256<byte>.Count)
        {
            var octets = Vector256.LoadUnsafe(ref first, (nuint)at);
            var returns = Vector256.Equals(octets, Vector256.Create((byte)'\r')).ExtractMostSignificantBits();
            var feeds = Vector256.Equals(octets, Vector256.Create((byte)'\n')).ExtractMostSignificantBits();
            if (((returns << 1) | afterReturn) != feeds) return true;
            afterReturn = returns >> (Vector256<byte>.Count - 1);
        }

        foreach (var octet in text[at..])
        {
            if ((octet == (byte)'\n') != (afterReturn != 0)) return true;
            afterReturn = octet == (byte)'\r' ? 1u : 0;
        }

        return afterReturn != 0;
    }
}
