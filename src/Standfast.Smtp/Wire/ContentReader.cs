using System.Buffers;

namespace Standfast.Smtp.Wire;

/// <summary>What was wrong with the content of a DATA, if anything. The first fault found stays.</summary>
internal enum ContentFault
{
    None,
    BareLineEnd,
    LineTooLong,
    TooLarge,
}

/// <summary>
/// Finds the end of DATA content and removes dot-stuffing (RFC 5321 §4.5.2), by spans, whatever way the content is cut into
/// pieces. Only CRLF.CRLF ends it; a bare CR, a bare LF or a NUL is a fault and never a line end. After a fault the content
/// is still read to its true end, and nothing of it is kept.
/// </summary>
internal sealed class ContentReader(long maxOctets)
{
    /// <summary>Longest line in octets; RFC 5321 §4.5.3.1.6 promises 1,000, honest senders exceed it, nobody needs more than this.</summary>
    public const int MaxLineOctets = 64 * 1024;

    private static readonly SearchValues<byte> s_special = SearchValues.Create("\r\n\0"u8);

    private State _state = State.LineStart;
    private long _total;
    private int _line;

    private enum State
    {
        LineStart,
        Text,
        Cr,
        Dot,
        DotCr,
    }

    public ContentFault Fault { get; private set; }

    /// <summary>
    /// Reads one piece. Unstuffed content goes to <paramref name="output"/> unless there was a fault.
    /// </summary>
    /// <param name="consumed">Octets read; less than the piece only when the content ended.</param>
    /// <returns>True when the final dot was found.</returns>
    public bool Read(ReadOnlySpan<byte> piece, IBufferWriter<byte> output, out int consumed)
    {
        var at = 0;
        while (at < piece.Length)
        {
            var octet = piece[at];
            switch (_state)
            {
                case State.LineStart when octet == (byte)'.':
                    _state = State.Dot;
                    at++;
                    break;
                case State.Dot when octet == (byte)'\r':
                    _state = State.DotCr;
                    at++;
                    break;
                case State.DotCr when octet == (byte)'\n':
                    consumed = at + 1;
                    return true;
                case State.DotCr: // ".\r" and no LF: the CR was bare
                    Mark(ContentFault.BareLineEnd);
                    _state = State.Text;
                    break;
                case State.LineStart or State.Dot: // a stuffed dot is dropped, whatever follows it
                    _state = State.Text;
                    break;
                case State.Cr when octet == (byte)'\n':
                    Emit("\r\n"u8, output);
                    _line = 0;
                    _state = State.LineStart;
                    at++;
                    break;
                case State.Cr:
                    Mark(ContentFault.BareLineEnd);
                    _state = State.Text;
                    break;
                default:
                    at += ReadText(piece[at..], output);
                    break;
            }
        }

        consumed = at;
        return false;
    }

    /// <summary>Runs over as many whole lines as possible without leaving the text state.</summary>
    private int ReadText(ReadOnlySpan<byte> piece, IBufferWriter<byte> output)
    {
        var length = 0;
        var lineStart = 0;
        while (true)
        {
            var next = piece[length..].IndexOfAny(s_special);
            if (next < 0)
            {
                length = piece.Length;
                Count(length - lineStart);
                Emit(piece, output);
                return length;
            }

            length += next;
            // CRLF and then no dot: the line is plain, go on.
            if (piece[length] == (byte)'\r' && length + 2 < piece.Length && piece[length + 1] == (byte)'\n' && piece[length + 2] != (byte)'.')
            {
                Count(length - lineStart);
                _line = 0;
                length += 2;
                lineStart = length;
                continue;
            }

            Count(length - lineStart);
            Emit(piece[..length], output);
            if (piece[length] == (byte)'\r') _state = State.Cr;
            else Mark(ContentFault.BareLineEnd);
            return length + 1;
        }
    }

    private void Count(int octets)
    {
        _line += octets;
        if (_line <= MaxLineOctets) return;
        _line = MaxLineOctets + 1; // stays too long without overflowing
        Mark(ContentFault.LineTooLong);
    }

    private void Emit(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        _total += text.Length;
        if (_total > maxOctets) Mark(ContentFault.TooLarge);
        if (Fault == ContentFault.None) output.Write(text);
    }

    private void Mark(ContentFault fault)
    {
        if (Fault == ContentFault.None) Fault = fault;
    }
}
