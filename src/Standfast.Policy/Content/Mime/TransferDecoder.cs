using System.Buffers;
using System.Buffers.Text;

namespace Standfast.Policy.Content.Mime;

/// <summary>Decodes what it can of any octets, as lenient readers do.</summary>
internal static class TransferDecoder
{
    private static readonly SearchValues<byte> s_base64 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8);

    /// <param name="isBroken">Some octets were passed over.</param>
    public static ArraySegment<byte> Decode(ReadOnlySpan<byte> text, TransferEncoding encoding, out bool isBroken)
    {
        isBroken = false;
        return encoding switch
        {
            TransferEncoding.Base64 => DecodeBase64(text, out isBroken),
            TransferEncoding.QuotedPrintable => DecodeQuotedPrintable(text, out isBroken),
            _ => text.ToArray(),
        };
    }

    private static ArraySegment<byte> DecodeBase64(ReadOnlySpan<byte> text, out bool isBroken)
    {
        isBroken = false;
        var decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length) + 3];
        if (Base64.DecodeFromUtf8(text, decoded, out _, out var written) == OperationStatus.Done) return new ArraySegment<byte>(decoded, 0, written);
        return new ArraySegment<byte>(decoded, 0, DecodeLeniently(text, decoded, out isBroken));
    }

    /// <summary>Passes over what is none of the alphabet; after padding a new run may begin.</summary>
    private static int DecodeLeniently(ReadOnlySpan<byte> text, byte[] decoded, out bool isBroken)
    {
        isBroken = false;
        var (written, bits, count) = (0, 0, 0);
        foreach (var octet in text)
        {
            if (!s_base64.Contains(octet))
            {
                if (octet == (byte)'=') (bits, count) = (0, 0);
                else if (octet is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')) isBroken = true;
                continue;
            }

            bits = (bits << 6) | ValueOf(octet);
            count += 6;
            if (count < 8) continue;
            count -= 8;
            decoded[written++] = (byte)(bits >> count);
            bits &= (1 << count) - 1;
        }

        return written;
    }

    private static int ValueOf(byte octet) => octet switch
    {
        (byte)'+' => 62,
        (byte)'/' => 63,
        <= (byte)'9' => octet - '0' + 52,
        <= (byte)'Z' => octet - 'A',
        _ => octet - 'a' + 26,
    };

    private static ArraySegment<byte> DecodeQuotedPrintable(ReadOnlySpan<byte> text, out bool isBroken)
    {
        isBroken = false;
        var decoded = new byte[text.Length];
        var written = 0;
        while (text.Length > 0)
        {
            var mark = text.IndexOf((byte)'=');
            var plain = mark < 0 ? text : text[..mark];
            plain.CopyTo(decoded.AsSpan(written));
            written += plain.Length;
            if (mark < 0) break;
            text = text[(mark + 1)..];
            if (text.Length >= 2 && HexOf(text[0]) is var high and >= 0 && HexOf(text[1]) is var low and >= 0)
            {
                decoded[written++] = (byte)((high << 4) | low);
                text = text[2..];
                continue;
            }

            // A soft line break, perhaps with white space that a transport added before the line end.
            var end = text.IndexOfAnyExcept((byte)' ', (byte)'\t', (byte)'\r');
            if (end < 0) break;
            if (text[end] == (byte)'\n') text = text[(end + 1)..];
            else (decoded[written++], isBroken) = ((byte)'=', true);
        }

        return new ArraySegment<byte>(decoded, 0, written);
    }

    private static int HexOf(byte octet) => octet switch
    {
        >= (byte)'0' and <= (byte)'9' => octet - '0',
        >= (byte)'A' and <= (byte)'F' => octet - 'A' + 10,
        >= (byte)'a' and <= (byte)'f' => octet - 'a' + 10,
        _ => -1,
    };
}
