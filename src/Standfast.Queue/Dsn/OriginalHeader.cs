namespace Standfast.Queue.Dsn;

/// <summary>The header section of a failed message, as it goes back in a DSN (RFC 3462 §2: text/rfc822-headers).</summary>
internal static class OriginalHeader
{
    /// <summary>More header than this says nothing more to the sender; ours.</summary>
    public const int MaxOctets = 64 * 1024;

    /// <returns>Whole lines, without the empty line that ends the section.</returns>
    public static async Task<byte[]> ReadAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> content)
    {
        var section = new MemoryStream();
        await foreach (var piece in content)
        {
            section.Write(piece.Span[..(int)Math.Min(piece.Length, MaxOctets - section.Length)]);
            var text = section.GetBuffer().AsSpan(0, (int)section.Length);
            var end = text.IndexOf("\r\n\r\n"u8);
            if (end >= 0) return text[..(end + 2)].ToArray();
            if (section.Length >= MaxOctets) break;
        }

        var all = section.GetBuffer().AsSpan(0, (int)section.Length);
        return all[..(all.LastIndexOf("\r\n"u8) is var last && last >= 0 ? last + 2 : 0)].ToArray();
    }
}
