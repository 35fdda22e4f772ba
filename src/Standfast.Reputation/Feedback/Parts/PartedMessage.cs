using System.Text;
using MimeKit;

namespace Standfast.Reputation.Feedback.Parts;

/// <summary>
/// A received message taken apart for those who read reports: its header and its leaves in order (RFC 2046). What a hostile message can make of it is bounded:
/// depth, parts and header by limits, all else by the size of the message, which is read at most once a level.
/// </summary>
public sealed class PartedMessage
{
    /// <summary>Ours; reports have 2.</summary>
    public const int MaxDepth = 6;

    /// <summary>Ours; reports have 3.</summary>
    public const int MaxParts = 60;

    private readonly List<ReportPart> _parts = [];

    private PartedMessage(PartFields header, ContentType type) => (Header, Type) = (header, type);

    public PartFields Header { get; }

    public IReadOnlyList<ReportPart> Parts => _parts;

    /// <summary>False where a limit ended the reading.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>The report-type of a multipart/report (RFC 6522), in lower case; null for any other message.</summary>
    public string? ReportType => Type.IsMimeType("multipart", "report") ? Type.Parameters["report-type"]?.Trim().ToLowerInvariant() ?? "" : null;

    /// <summary>multipart/mixed and the like: it is made of parts.</summary>
    public bool IsMultipart => Type.IsMimeType("multipart", "*");

    private ContentType Type { get; }

    public static PartedMessage Read(ReadOnlyMemory<byte> message)
    {
        message = SkipPreface(message);
        var header = PartFields.ReadHeader(message.Span, out var length);
        var parted = new PartedMessage(header, TypeOf(header));
        parted.Add(parted.Type, header, message[length..], 0);
        return parted;
    }

    /// <summary>The first part of one of these types.</summary>
    public ReportPart? Find(params ReadOnlySpan<string> mediaTypes)
    {
        foreach (var part in _parts)
            if (mediaTypes.Contains(part.MediaType))
                return part;
        return null;
    }

    /// <summary>A byte order mark, and the line that begins a message in an mbox; line ends of old machines become those of ours.</summary>
    private static ReadOnlyMemory<byte> SkipPreface(ReadOnlyMemory<byte> message)
    {
        if (message.Span.Contains((byte)'\r') && !message.Span.Contains((byte)'\n'))
        {
            var lines = message.ToArray();
            lines.AsSpan().Replace((byte)'\r', (byte)'\n');
            message = lines;
        }

        if (message.Span.StartsWith("\uFEFF"u8)) message = message[3..];
        if (!message.Span.StartsWith("From "u8)) return message;
        var end = message.Span[..Math.Min(message.Length, 1_000)].IndexOf((byte)'\n');
        return end < 0 ? message : message[(end + 1)..];
    }

    private static ContentType TypeOf(PartFields fields) =>
        fields["Content-Type"] is { } text && ContentType.TryParse(text, out var type) ? type : new ContentType("text", "plain");

    private void Add(ContentType type, PartFields fields, ReadOnlyMemory<byte> body, int depth)
    {
        if (!type.IsMimeType("multipart", "*") || type.Boundary is not { Length: > 0 and <= 200 } boundary)
        {
            if (_parts.Count >= MaxParts) IsComplete = false;
            else _parts.Add(ReportPart.Of(type, fields, body));
            return;
        }

        if (depth == MaxDepth)
        {
            IsComplete = false;
            return;
        }

        Split(body, Encoding.UTF8.GetBytes("\n--" + boundary), depth);
    }

    private void Split(ReadOnlyMemory<byte> body, byte[] delimiter, int depth)
    {
        // RFC 2046 §5.1.1: a delimiter stands at the start of a line; the line end before it is its own.
        var start = -1;
        var span = body.Span;
        var at = span.StartsWith(delimiter.AsSpan(1)) ? -1 : 0;
        while (IsComplete)
        {
            var found = at < 0 ? -1 : span[at..].IndexOf(delimiter);
            if (at >= 0 && found < 0) break;
            var line = at < 0 ? 0 : at + found + 1;
            var after = line + delimiter.Length - 1;
            var end = span[after..].IndexOf((byte)'\n');
            var rest = end < 0 ? span[after..] : span.Slice(after, end);
            var isLast = rest.StartsWith("--"u8);
            if (!rest[(isLast ? 2 : 0)..].Trim(" \t\r"u8).IsEmpty)
            {
                at = after;
                continue;
            }

            if (start >= 0) AddPart(body[start..Math.Max(start, line - 1)], depth);
            start = end < 0 ? span.Length : after + end + 1;
            if (isLast || end < 0) return;
            // The line end that the delimiter is looked for with.
            at = start - 1;
        }

        // Cut off, or never closed: what there is counts.
        if (start >= 0 && start < span.Length && IsComplete) AddPart(body[start..], depth);
    }

    private void AddPart(ReadOnlyMemory<byte> part, int depth)
    {
        var fields = PartFields.ReadHeader(part.Span, out var length);
        Add(TypeOf(fields), fields, part[length..], depth + 1);
    }
}
