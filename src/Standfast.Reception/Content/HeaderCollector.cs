namespace Standfast.Reception.Content;

/// <summary>Gathers the header section of a message that arrives in pieces. The section ends at the first empty line.</summary>
internal sealed class HeaderCollector
{
    /// <summary>Ours; the widest header section that honest mail shows is far below.</summary>
    public const int MaxOctets = 256 * 1024;

    private byte[] _bytes = [];
    private int _length;

    public bool IsComplete { get; private set; }

    public bool IsTooLong { get; private set; }

    /// <summary>The fields with their line ends, without the empty line.</summary>
    public ReadOnlyMemory<byte> Section { get; private set; }

    /// <summary>Takes what belongs to the header and returns the rest, which is body (the empty line is part of neither).</summary>
    public ReadOnlyMemory<byte> Take(ReadOnlyMemory<byte> content)
    {
        var before = _length;
        // Mostly it comes in one piece: then only the header is copied, not the body behind it.
        if (before == 0 && content.Length <= MaxOctets && content.Span.IndexOf("\r\n\r\n"u8) is var last and >= 0 && !content.Span.StartsWith("\r\n"u8))
        {
            Section = content[..(last + 2)].ToArray();
            IsComplete = true;
            return content[(last + 4)..];
        }

        var room = Math.Min(content.Length, MaxOctets + 4 - _length);
        if (_bytes.Length < _length + room) Array.Resize(ref _bytes, Math.Max(_length + room, _bytes.Length * 2));
        content.Span[..room].CopyTo(_bytes.AsSpan(_length));
        _length += room;
        var text = _bytes.AsSpan(0, _length);
        var end = text.StartsWith("\r\n"u8) ? -2 : text[Math.Max(0, before - 3)..].IndexOf("\r\n\r\n"u8);
        if (end == -1)
        {
            if (_length > MaxOctets) IsTooLong = true;
            return ReadOnlyMemory<byte>.Empty;
        }

        end = end == -2 ? 0 : end + Math.Max(0, before - 3) + 2;
        Section = _bytes.AsMemory(0, end);
        IsComplete = true;
        return content[(end + 2 - before)..];
    }

    /// <summary>The content ended without an empty line: all of it is header (RFC 5322 §3.5 makes the body optional).</summary>
    public void End()
    {
        if (IsComplete) return;
        Section = _bytes.AsMemory(0, _length);
        IsComplete = true;
    }
}
