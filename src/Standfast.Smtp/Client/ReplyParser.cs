using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using Standfast.Mail;

namespace Standfast.Smtp.Client;

/// <summary>Finds one whole reply (RFC 5321 §4.2.1) in what has arrived.</summary>
internal static class ReplyParser
{
    /// <summary>RFC 5321 §4.5.3.1.5 allows 512 octets a line; ours.</summary>
    public const int MaxLineOctets = 8 * 1024;

    public const int MaxLines = 128;

    /// <summary>A whole reply with its line ends, however many packets it comes in; ours.</summary>
    public const int MaxReplyOctets = 64 * 1024;

    /// <returns>False when the reply is not complete, or (with <paramref name="error"/>) when it is none.</returns>
    public static bool TryRead(ref ReadOnlySequence<byte> buffer, out SmtpReply? reply, out string? error)
    {
        reply = null;
        error = null;
        var rest = buffer;
        var code = 0;
        var lines = ImmutableArray.CreateBuilder<string>();
        while (rest.PositionOf((byte)'\n') is { } lineFeed)
        {
            var line = rest.Slice(0, lineFeed);
            rest = rest.Slice(rest.GetPosition(1, lineFeed));
            if (line.Length > MaxLineOctets || lines.Count == MaxLines || buffer.Length - rest.Length > MaxReplyOctets)
            {
                error = "the reply is longer than any server needs";
                return false;
            }

            var text = Encoding.Latin1.GetString(line.ToArray()).TrimEnd('\r');
            if (!TryReadCode(text, out var lineCode) || (code != 0 && lineCode != code))
            {
                error = "the reply is not of RFC 5321's form";
                return false;
            }

            code = lineCode;
            lines.Add(text.Length > 4 ? text[4..] : "");
            if (text.Length > 3 && text[3] == '-') continue;
            buffer = rest;
            reply = SmtpReply.FromPeer(code, lines.ToImmutable());
            return true;
        }

        if (buffer.Length > MaxReplyOctets) error = "the reply does not end";
        return false;
    }

    private static bool TryReadCode(string text, out int code)
    {
        code = 0;
        if (text.Length < 3 || text[0] is < '2' or > '5' || !char.IsAsciiDigit(text[1]) || !char.IsAsciiDigit(text[2])) return false;
        if (text.Length > 3 && text[3] is not (' ' or '-')) return false;
        code = ((text[0] - '0') * 100) + ((text[1] - '0') * 10) + (text[2] - '0');
        return true;
    }
}
