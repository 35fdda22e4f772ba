using System.Collections.Concurrent;
using System.Text;
using System.Text.Unicode;

namespace Standfast.Policy.Content.Mime;

/// <summary>Turns octets into text by their charset; never fails: what is no character becomes U+FFFD.</summary>
internal static class Charsets
{
    /// <summary>Octets of ISO 8859-1 are read as browsers do: as windows-1252.</summary>
    private static readonly Encoding s_western = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>Only names that exist: the runtime knows some hundreds.</summary>
    private static readonly ConcurrentDictionary<string, Encoding> s_known = new(StringComparer.Ordinal);

    /// <param name="charset">Null where none is named.</param>
    /// <param name="isKnown">False where the name says nothing here: then the octets are UTF-8 if they can be, else windows-1252.</param>
    public static string Decode(ReadOnlySpan<byte> octets, string? charset, out bool isKnown)
    {
        isKnown = true;
        if (charset is null || IsUnicode(charset)) return Guess(octets);
        if (charset.Length <= 40 && Find(charset.ToLowerInvariant()) is { } encoding) return encoding.GetString(octets);
        isKnown = false;
        return Guess(octets);
    }

    private static string Guess(ReadOnlySpan<byte> octets) => Utf8.IsValid(octets) ? Encoding.UTF8.GetString(octets) : s_western.GetString(octets);

    private static bool IsUnicode(string charset) =>
        charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || charset.Equals("us-ascii", StringComparison.OrdinalIgnoreCase)
        || charset.Equals("utf8", StringComparison.OrdinalIgnoreCase) || charset.Equals("ascii", StringComparison.OrdinalIgnoreCase);

    private static Encoding? Find(string name)
    {
        if (s_known.TryGetValue(name, out var encoding)) return encoding;
        encoding = name switch
        {
            "iso-8859-1" or "latin1" or "latin-1" => s_western,
            "utf-16" or "utf-16le" => Encoding.Unicode,
            "utf-16be" => Encoding.BigEndianUnicode,
            "utf-32" or "utf-32le" => Encoding.UTF32,
            _ => Provided(name),
        };
        if (encoding is not null) s_known.TryAdd(name, encoding);
        return encoding;
    }

    private static Encoding? Provided(string name)
    {
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            return null; // The provider has no Try form.
        }
    }
}
