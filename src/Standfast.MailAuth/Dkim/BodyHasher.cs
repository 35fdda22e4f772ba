using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace Standfast.MailAuth.Dkim;

/// <summary>
/// SHA-256 over a body in relaxed canonical form (RFC 6376 §3.4.4), fed in pieces cut anywhere: white space at line ends goes,
/// runs of it inside a line become one space, empty lines at the end go. Line ends must be CRLF.
/// </summary>
public sealed class BodyHasher : IDisposable
{
    private static readonly SearchValues<byte> s_special = SearchValues.Create(" \t\r"u8);
    private static readonly byte[] s_lineEnds = MakeLineEnds();

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _pendingLineEnds;
    private bool _pendingSpace;
    private bool _hasContent;

    public void Append(ReadOnlySpan<byte> body)
    {
        while (!body.IsEmpty)
        {
            var run = RunLength(body);
            if (run > 0)
            {
                Emit(body[..run]);
                body = body[run..];
                continue;
            }

            switch (body[0])
            {
                case (byte)'\r': // the LF that follows does the work
                    break;
                case (byte)'\n':
                    _pendingSpace = false;
                    _pendingLineEnds++;
                    break;
                default:
                    _pendingSpace = true;
                    break;
            }

            body = body[1..];
        }
    }

    /// <summary>The hash (32 octets). The hasher is spent.</summary>
    public byte[] Finish()
    {
        // A body of empty lines only, or none, is the empty string; any other ends in exactly one CRLF.
        if (_hasContent) _hash.AppendData("\r\n"u8);
        return _hash.GetHashAndReset();
    }

    public void Dispose() => _hash.Dispose();

    /// <summary>
    /// Octets from here on that stand in the canonical form as they are: up to a line end (exclusive), a run of white space, or
    /// white space before a line end. A single space between two words is part of the run.
    /// </summary>
    private static int RunLength(ReadOnlySpan<byte> body)
    {
        if (body[0] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') return 0;
        var length = SkipBlocks(body);
        while (true)
        {
            var next = body[length..].IndexOfAny(s_special);
            if (next < 0) return body.Length;
            length += next;
            if (body[length] == (byte)'\r')
            {
                // Whole lines in one piece: go on over a CRLF that a word follows.
                if (length + 2 >= body.Length || body[length + 1] != (byte)'\n' || body[length + 2] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') return length;
                length += 2;
                continue;
            }

            if (body[length] == (byte)'\t' || length + 1 >= body.Length || body[length + 1] is (byte)' ' or (byte)'\t' or (byte)'\r') return length;
            length++;
        }
    }

    /// <summary>The same for 32 octets at a time, each looked at with the two that follow: to where a run ends, or near the end of the piece.</summary>
    private static int SkipBlocks(ReadOnlySpan<byte> body)
    {
        var length = 0;
        ref var first = ref MemoryMarshal.GetReference(body);
        for (; length + Vector256<byte>.Count + 2 <= body.Length; length += Vector256<byte>.Count)
        {
            var octets = Vector256.LoadUnsafe(ref first, (nuint)length);
            var next = Vector256.LoadUnsafe(ref first, (nuint)length + 1);
            var afterNext = Vector256.LoadUnsafe(ref first, (nuint)length + 2);
            var endsAtSpace = Are(octets, (byte)' ') & IsSpecial(next);
            var endsAtLine = Are(octets, (byte)'\r') & (~Are(next, (byte)'\n') | IsSpecial(afterNext) | Are(afterNext, (byte)'\n'));
            var ends = (Are(octets, (byte)'\t') | endsAtSpace | endsAtLine).ExtractMostSignificantBits();
            if (ends != 0) return length + BitOperations.TrailingZeroCount(ends);
        }

        return length;
    }

    private static Vector256<byte> IsSpecial(Vector256<byte> octets) => Are(octets, (byte)' ') | Are(octets, (byte)'\t') | Are(octets, (byte)'\r');

    private static Vector256<byte> Are(Vector256<byte> octets, byte wanted) => Vector256.Equals(octets, Vector256.Create(wanted));

    private void Emit(ReadOnlySpan<byte> run)
    {
        _hasContent = true;
        while (_pendingLineEnds > 0)
        {
            var count = (int)Math.Min(_pendingLineEnds, s_lineEnds.Length / 2);
            _hash.AppendData(s_lineEnds.AsSpan(0, count * 2));
            _pendingLineEnds -= count;
        }

        if (_pendingSpace) _hash.AppendData(" "u8);
        _pendingSpace = false;
        _hash.AppendData(run);
    }

    private static byte[] MakeLineEnds()
    {
        var bytes = new byte[512];
        for (var index = 0; index < bytes.Length; index += 2) (bytes[index], bytes[index + 1]) = ((byte)'\r', (byte)'\n');
        return bytes;
    }
}
