namespace Standfast.Reputation.Bounces;

/// <summary>Reads the octets of a message up to a limit, such that parsing them cannot take more memory than a small multiple.</summary>
internal static class Wire
{
    /// <summary>Lines that could end a MIME part. Honest reports have some ten; ours.</summary>
    private const int MaxBoundaryLines = 400;

    public static byte[] Read(Stream stream, int maxOctets)
    {
        var buffer = new byte[maxOctets];
        var length = 0;
        while (length < maxOctets && stream.Read(buffer, length, maxOctets - length) is > 0 and var read) length += read;
        var text = buffer.AsSpan(0, length);
        // Old Macintosh line ends: no honest message has lone CRs throughout and not one LF.
        if (!text.Contains((byte)'\n')) text.Replace((byte)'\r', (byte)'\n');
        return text[..EndOfParts(text)].ToArray();
    }

    private static int EndOfParts(ReadOnlySpan<byte> text)
    {
        var start = 0;
        for (var count = 0; count < MaxBoundaryLines; count++)
        {
            var next = text[start..].IndexOf("\n--"u8);
            if (next < 0) return text.Length;
            start += next + 3;
        }

        return start;
    }
}
