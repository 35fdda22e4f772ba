using System.Text;

namespace Standfast.Reputation.Feedback.Parts;

/// <summary>
/// Fields of a message, of a part or of a machine-readable report (RFC 5322 §2.2), read leniently: line ends of either kind, and lines that are no field are
/// passed over. Bounded in what is read and what is kept, whatever comes.
/// </summary>
public sealed class PartFields
{
    /// <summary>Ours; a header that passed many servers has some 100.</summary>
    public const int MaxFields = 400;

    /// <summary>Ours, in characters.</summary>
    public const int MaxValueLength = 8_000;

    /// <summary>Of which fields are read; ours.</summary>
    public const int MaxOctets = 256 * 1024;

    private readonly List<PartField> _fields;

    private PartFields(List<PartField> fields) => _fields = fields;

    public static PartFields None { get; } = new([]);

    public IReadOnlyList<PartField> All => _fields;

    /// <summary>The first of that name; null where there is none.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var field in _fields)
                if (field.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                    return field.Value;
            return null;
        }
    }

    /// <summary>All of that name, in order.</summary>
    public IEnumerable<string> Values(string name) => _fields.Where(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(field => field.Value);

    /// <summary>Reads up to the first empty line.</summary>
    /// <param name="length">Octets up to where the body begins.</param>
    public static PartFields ReadHeader(ReadOnlySpan<byte> text, out int length) => Read(text, endsAtEmptyLine: true, out length);

    /// <summary>Reads all fields of a machine-readable part: some writers leave empty lines before and between them.</summary>
    public static PartFields ReadAll(ReadOnlySpan<byte> text) => Read(text, endsAtEmptyLine: false, out _);

    private static PartFields Read(ReadOnlySpan<byte> text, bool endsAtEmptyLine, out int length)
    {
        var fields = new List<PartField>();
        var (name, value) = ("", new StringBuilder());
        var at = 0;
        while (at < text.Length && at < MaxOctets)
        {
            var end = text[at..].IndexOf((byte)'\n');
            var line = end < 0 ? text[at..] : text.Slice(at, end);
            at = end < 0 ? text.Length : at + end + 1;
            if (line.EndsWith("\r"u8)) line = line[..^1];
            if (line.IsEmpty)
            {
                if (endsAtEmptyLine) break;
                continue;
            }

            if (line[0] is (byte)' ' or (byte)'\t')
            {
                if (name.Length > 0) Append(value.Append(' '), line);
                continue;
            }

            Keep(fields, name, value);
            name = NameOf(line, out var rest);
            if (name.Length > 0) Append(value, rest);
        }

        Keep(fields, name, value);
        length = at;
        return new PartFields(fields);
    }

    /// <returns>Empty where the line is no field.</returns>
    private static string NameOf(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> rest)
    {
        var colon = line[..Math.Min(line.Length, 100)].IndexOf((byte)':');
        rest = colon < 0 ? default : line[(colon + 1)..];
        if (colon <= 0) return "";
        var name = line[..colon].TrimEnd(" \t"u8);
        return name.IsEmpty || name.ContainsAnyExceptInRange((byte)'!', (byte)'~') ? "" : Encoding.ASCII.GetString(name);
    }

    private static void Append(StringBuilder value, ReadOnlySpan<byte> text)
    {
        if (value.Length > MaxValueLength) return;
        text = text.Trim(" \t"u8);
        value.Append(Encoding.UTF8.GetString(text[..Math.Min(text.Length, MaxValueLength)]));
    }

    private static void Keep(List<PartField> fields, string name, StringBuilder value)
    {
        if (name.Length > 0 && fields.Count < MaxFields) fields.Add(new PartField(name, value.ToString(0, Math.Min(value.Length, MaxValueLength)).Trim()));
        value.Clear();
    }
}
