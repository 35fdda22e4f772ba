using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Standfast.Mail.Headers;

/// <summary>The header section of a message (RFC 5322 §2.2): its fields in order, over the bytes they came in.</summary>
public sealed class HeaderSection
{
    /// <summary>Ours; honest mail stays far below.</summary>
    public const int MaxFields = 1_000;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly List<HeaderField> _fields;

    private HeaderSection(ReadOnlyMemory<byte> bytes, List<HeaderField> fields)
    {
        _bytes = bytes;
        _fields = fields;
    }

    public IReadOnlyList<HeaderField> Fields => _fields;

    /// <param name="section">The fields with their CRLF line ends, without the empty line that ends them.</param>
    /// <param name="error">The rule that was broken, fit to be shown to the sender.</param>
    public static bool TryParse(ReadOnlyMemory<byte> section, [NotNullWhen(true)] out HeaderSection? headers, [NotNullWhen(false)] out string? error)
    {
        headers = null;
        var fields = new List<HeaderField>(24);
        var text = section.Span;
        for (var start = 0; start < text.Length;)
        {
            var end = EndOfField(text, start);
            var colon = text[start..end].IndexOf((byte)':');
            var nameEnd = colon;
            // RFC 5322 §4.5: white space before the colon is obsolete syntax that must still be read.
            while (nameEnd > 0 && text[start + nameEnd - 1] is (byte)' ' or (byte)'\t') nameEnd--;
            if (nameEnd <= 0 || text.Slice(start, nameEnd).ContainsAnyExceptInRange((byte)'!', (byte)'~'))
            {
                error = $"line {text[..start].Count((byte)'\n') + 1} of the header is not a field (RFC 5322 section 2.2)";
                return false;
            }

            if (fields.Count == MaxFields)
            {
                error = $"the header has more than {MaxFields} fields";
                return false;
            }

            fields.Add(new HeaderField(Encoding.ASCII.GetString(text.Slice(start, nameEnd)), start, end - start));
            start = end;
        }

        headers = new HeaderSection(section, fields);
        error = null;
        return true;
    }

    public int Count(string name)
    {
        var count = 0;
        foreach (var field in _fields)
            if (field.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                count++;
        return count;
    }

    /// <summary>The first field of that name.</summary>
    public HeaderField? Find(string name)
    {
        foreach (var field in _fields)
            if (field.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return field;
        return null;
    }

    /// <summary>The field as it came, folding and final CRLF included.</summary>
    public ReadOnlySpan<byte> Raw(HeaderField field) => _bytes.Span.Slice(field.Start, field.Length);

    /// <summary>The value unfolded and trimmed (RFC 5322 §2.2.3); octets that are no UTF-8 become U+FFFD.</summary>
    public string Value(HeaderField field)
    {
        var raw = Raw(field);
        return Encoding.UTF8.GetString(raw[(raw.IndexOf((byte)':') + 1)..]).Replace("\r\n", "", StringComparison.Ordinal).Trim(' ', '\t');
    }

    /// <summary>The section's bytes without some of its fields.</summary>
    public ReadOnlyMemory<byte> Without(Predicate<HeaderField> cut)
    {
        if (!_fields.Exists(cut)) return _bytes;
        var rest = new MemoryStream(_bytes.Length);
        foreach (var field in _fields)
            if (!cut(field))
                rest.Write(Raw(field));
        return rest.GetBuffer().AsMemory(0, (int)rest.Length);
    }

    /// <summary>After the CRLF that no folding white space follows, or the end of the text.</summary>
    private static int EndOfField(ReadOnlySpan<byte> text, int start)
    {
        for (var at = start; ;)
        {
            var lineEnd = text[at..].IndexOf("\r\n"u8);
            if (lineEnd < 0) return text.Length;
            at += lineEnd + 2;
            if (at >= text.Length || text[at] is not ((byte)' ' or (byte)'\t')) return at;
        }
    }
}
