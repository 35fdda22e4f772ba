namespace Standfast.Policy.Content;

/// <summary>Line ends of messages that were kept as files.</summary>
public static class LineEnds
{
    /// <summary>A text whose lines end with LF alone gets CRLF; any other stays as it is.</summary>
    public static ReadOnlyMemory<byte> Restore(ReadOnlyMemory<byte> text)
    {
        var span = text.Span;
        if (span.Contains((byte)'\r')) return text;
        var restored = new byte[text.Length + span.Count((byte)'\n')];
        var at = 0;
        foreach (var octet in span)
        {
            if (octet == (byte)'\n') restored[at++] = (byte)'\r';
            restored[at++] = octet;
        }

        return restored;
    }
}
