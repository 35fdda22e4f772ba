namespace Standfast.Queue.Dsn;

/// <summary>What of a message goes back in a report: its header section (RFC 6522 §4), or all of it where that was asked for and is not too much.</summary>
internal static class ReturnedContent
{
    /// <summary>More header than this says nothing more to the sender; ours.</summary>
    public const int MaxHeaderOctets = 64 * 1024;

    /// <summary>The message in one piece; its size is the caller's to bound.</summary>
    public static async Task<byte[]> ReadWholeAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> content)
    {
        var whole = new MemoryStream();
        await foreach (var piece in content) whole.Write(piece.Span);
        return whole.ToArray();
    }

    /// <returns>Whole lines, without the empty line that ends the section.</returns>
    public static async Task<byte[]> ReadHeaderAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> content)
    {
        var section = new MemoryStream();
        await foreach (var piece in content)
        {
            section.Write(piece.Span[..(int)Math.Min(piece.Length, MaxHeaderOctets - section.Length)]);
            var text = section.GetBuffer().AsSpan(0, (int)section.Length);
            var end = text.IndexOf("\r\n\r\n"u8);
            if (end >= 0) return text[..(end + 2)].ToArray();
            if (section.Length >= MaxHeaderOctets) break;
        }

        var all = section.GetBuffer().AsSpan(0, (int)section.Length);
        return all[..(all.LastIndexOf("\r\n"u8) is var last && last >= 0 ? last + 2 : 0)].ToArray();
    }
}
