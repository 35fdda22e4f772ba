using System.Text;

namespace Standfast.Policy.Content.Mime;

/// <summary>
/// Takes a message apart (RFC 2046 §5.1) in one pass over its lines, whatever its octets are. A delimiter of an outer multipart ends
/// the inner ones, as lenient readers have it; line ends may be CRLF or LF.
/// </summary>
internal sealed class MimeReader
{
    /// <summary>Ours; honest mail nests five or six deep.</summary>
    public const int MaxDepth = 30;

    /// <summary>Ours; parts beyond are not looked at.</summary>
    public const int MaxParts = 200;

    /// <summary>RFC 2046 §5.1.1 allows 70; longer ones are read all the same, up to this.</summary>
    private const int MaxBoundaryOctets = 200;

    private readonly ReadOnlyMemory<byte> _content;
    private readonly List<byte[]> _boundaries = [];
    private readonly List<MimePart> _parts;
    private int _at;
    private int _lineStart;
    private MimeFaults _faults;

    private MimeReader(ReadOnlyMemory<byte> content, List<MimePart> parts)
    {
        _content = content;
        _parts = parts;
    }

    public static MimeStructure Read(ReadOnlyMemory<byte> content)
    {
        var reader = new MimeReader(content, []);
        var fields = reader.ReadHeader(false, out var header, out _);
        reader.ReadBody(fields, 0, false);
        return new MimeStructure(fields, header, reader._parts, reader._faults | fields.Faults);
    }

    private Delimiter ReadEntity(int depth, bool isNested, bool isDigest)
    {
        if (_parts.Count >= MaxParts)
        {
            _faults |= MimeFaults.TooManyParts;
            _at = _lineStart = _content.Length;
            return Delimiter.End;
        }

        var fields = ReadHeader(isDigest, out _, out var cut);
        _faults |= fields.Faults;
        return cut ?? ReadBody(fields, depth, isNested);
    }

    /// <param name="cut">A delimiter that came before the header's end; then there is no body.</param>
    private MimeFields ReadHeader(bool isDigest, out int length, out Delimiter? cut)
    {
        cut = null;
        var span = _content.Span;
        var (start, end) = (_at, span.Length);
        while (_at < span.Length)
        {
            var newline = span[_at..].IndexOf((byte)'\n');
            var next = newline < 0 ? span.Length : _at + newline + 1;
            var line = span[_at..next];
            if (line.StartsWith("--"u8)) cut = Match(line);
            if (cut is not null || line is [(byte)'\n'] or [(byte)'\r', (byte)'\n'])
            {
                (end, _lineStart, _at) = (_at, _at, next);
                break;
            }

            _at = next;
        }

        length = end - start;
        return MimeFields.Read(span[start..end], isDigest);
    }

    private Delimiter ReadBody(MimeFields fields, int depth, bool isNested)
    {
        var isMultipart = fields.MediaType.StartsWith("multipart/", StringComparison.Ordinal);
        var isMessage = fields.MediaType is "message/rfc822" or "message/global";
        if (depth >= MaxDepth && (isMultipart || isMessage)) _faults |= MimeFaults.TooDeep;
        else if (isMultipart && fields.Boundary is { Length: > 0 and <= MaxBoundaryOctets } boundary) return ReadMultipart(fields, boundary, depth, isNested);
        else if (isMultipart) _faults |= MimeFaults.MissingBoundary;
        else if (isMessage && fields.Encoding == TransferEncoding.Identity) return ReadMessage(fields, depth, isNested);

        var start = _at;
        var found = SkipToDelimiter();
        var body = _content[start..EndOfBody(start)];
        // A multipart that cannot be taken apart is shown as text by most readers.
        Add(fields, isMultipart ? "text/plain" : fields.MediaType, body, isNested);
        if (isMessage && depth < MaxDepth) ReadEncodedMessage(fields, body, depth);
        return found;
    }

    private Delimiter ReadMultipart(MimeFields fields, string boundary, int depth, bool isNested)
    {
        var level = _boundaries.Count;
        _boundaries.Add(Encoding.UTF8.GetBytes(boundary.TrimEnd()));
        var (found, count) = (SkipToDelimiter(), 0);
        for (; found.Level == level && !found.IsLast; count++) found = ReadEntity(depth + 1, isNested, fields.MediaType == "multipart/digest");
        _boundaries.RemoveRange(level, _boundaries.Count - level);
        if (count == 0) _faults |= MimeFaults.EmptyMultipart;
        if (found.Level == level) return SkipToDelimiter(); // The epilogue says nothing.
        if ((_faults & MimeFaults.TooManyParts) == 0) _faults |= MimeFaults.UnclosedMultipart;
        return found;
    }

    private Delimiter ReadMessage(MimeFields fields, int depth, bool isNested)
    {
        var (start, index) = (_at, _parts.Count);
        Add(fields, fields.MediaType, default, isNested);
        var found = ReadEntity(depth + 1, true, false);
        _parts[index] = _parts[index] with { Body = _content[start..Math.Max(start, EndOfBody(start))] };
        return found;
    }

    /// <summary>RFC 2046 §5.2.1 forbids it, and readers open it.</summary>
    private void ReadEncodedMessage(MimeFields fields, ReadOnlyMemory<byte> body, int depth)
    {
        var reader = new MimeReader(TransferDecoder.Decode(body.Span, fields.Encoding, out _), _parts);
        reader.ReadEntity(depth + 1, true, false);
        _faults |= reader._faults;
    }

    private void Add(MimeFields fields, string mediaType, ReadOnlyMemory<byte> body, bool isNested) =>
        _parts.Add(new MimePart(mediaType, fields.Charset, fields.FileName, fields.IsAttachment, fields.ContentId is not null, fields.Encoding, body, isNested));

    /// <summary>The line end before a delimiter belongs to the delimiter (RFC 2046 §5.1.1).</summary>
    private int EndOfBody(int start)
    {
        var span = _content.Span;
        var end = _lineStart;
        if (end == span.Length) return end;
        if (end > start && span[end - 1] == (byte)'\n') end--;
        return end > start && span[end - 1] == (byte)'\r' ? end - 1 : end;
    }

    private Delimiter SkipToDelimiter()
    {
        var span = _content.Span;
        while (_boundaries.Count > 0 && _at < span.Length)
        {
            if (span[_at..].StartsWith("--"u8))
            {
                var newline = span[_at..].IndexOf((byte)'\n');
                var next = newline < 0 ? span.Length : _at + newline + 1;
                if (Match(span[_at..next]) is { } found)
                {
                    (_lineStart, _at) = (_at, next);
                    return found;
                }
            }

            var skipped = span[_at..].IndexOf("\n--"u8);
            if (skipped < 0) break;
            _at += skipped + 1;
        }

        _at = _lineStart = span.Length;
        return Delimiter.End;
    }

    private Delimiter? Match(ReadOnlySpan<byte> line)
    {
        line = line[2..].TrimEnd(" \t\r\n"u8);
        for (var level = _boundaries.Count - 1; level >= 0; level--)
        {
            if (!line.StartsWith(_boundaries[level])) continue;
            var rest = line[_boundaries[level].Length..];
            if (rest.Length == 0 || rest.StartsWith("--"u8)) return new Delimiter(level, rest.Length > 0);
        }

        return null;
    }

    /// <param name="Level">Of the multipart it belongs to, from the outermost; -1 at the end of the message.</param>
    private readonly record struct Delimiter(int Level, bool IsLast)
    {
        public static Delimiter End => new(-1, true);
    }
}
