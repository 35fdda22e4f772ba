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
        ImmutableArray<string>.Builder? lines = null;
        while (rest.PositionOf((byte)'\n') is { } lineFeed)
        {
            var line = rest.Slice(0, lineFeed);
            rest = rest.Slice(rest.GetPosition(1, lineFeed));
            if (line.Length > MaxLineOctets || lines?.Count == MaxLines || buffer.Length - rest.Length > MaxReplyOctets)
            {
                error = "the reply is longer than any server needs";
                return false;
            }

            var bytes = (line.IsSingleSegment ? line.FirstSpan : line.ToArray()).TrimEnd((byte)'\r');
            if (!TryReadCode(bytes, out var lineCode) || (code != 0 && lineCode != code))
            {
                error = "the reply is not of RFC 5321's form";
                return false;
            }

            code = lineCode;
            var text = bytes.Length > 4 ? Encoding.Latin1.GetString(bytes[4..]) : "";
            var goesOn = bytes.Length > 3 && bytes[3] == '-';
            if (goesOn || lines is not null) (lines ??= ImmutableArray.CreateBuilder<string>()).Add(text);
            if (goesOn) continue;
            buffer = rest;
            reply = SmtpReply.FromPeer(code, lines?.ToImmutable() ?? [text]);
            return true;
        }

        if (buffer.Length > MaxReplyOctets) error = "the reply does not end";
        return false;
    }

    private static bool TryReadCode(ReadOnlySpan<byte> line, out int code)
    {
        code = 0;
        if (line.Length < 3 || line[0] is < (byte)'2' or > (byte)'5' || line[1] is < (byte)'0' or > (byte)'9' || line[2] is < (byte)'0' or > (byte)'9') return false;
        if (line.Length > 3 && line[3] is not ((byte)' ' or (byte)'-')) return false;
        code = ((line[0] - '0') * 100) + ((line[1] - '0') * 10) + (line[2] - '0');
        return true;
    }
}
