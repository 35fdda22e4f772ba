using Standfast.Mail.Headers;

namespace Standfast.Policy.Content.Rules;

/// <summary>How the header is written: what Gmail and Yahoo demand of RFC 5322 and RFC 2047.</summary>
internal sealed class HeaderFieldRules : IContentRule
{
    /// <summary>RFC 5322 §2.1.1, without the line end.</summary>
    private const int MaxLineOctets = 998;

    /// <summary>RFC 2047 §2.</summary>
    private const int MaxEncodedWord = 75;

    /// <summary>Ours: Gmail refuses mail with oversize headers and gives no number.</summary>
    private const int MaxHeaderOctets = 64 * 1024;

    public void Check(ContentMessage message, ICollection<ContentFinding> findings)
    {
        if (message.Headers is not { } headers) return;
        var section = message.Content.Span[..message.View.HeaderOctets];
        if (section.Length > MaxHeaderOctets)
            findings.Add(new ContentFinding("SF-4047", 4, "the header", $"has {section.Length} octets", "send fewer and shorter fields: large receivers refuse headers of this size"));
        if (!System.Text.Ascii.IsValid(section)) FindOctets(headers, findings);
        if (section.Contains((byte)0))
            findings.Add(new ContentFinding("SF-4049", 5, "the header", "holds NUL", "take it out"));
        if (HasLongLine(section))
            findings.Add(new ContentFinding("SF-4041", 3, "the header", $"has a line of more than {MaxLineOctets} octets (RFC 5322 section 2.1.1)", "fold long fields"));
        if (section.IndexOf("=?"u8) >= 0) FindWords(headers, findings);
    }

    public static bool HasLongLine(ReadOnlySpan<byte> text)
    {
        while (text.Length > MaxLineOctets)
        {
            // The last line end within the limit: most lines are stepped over many at a time.
            var end = text[..Math.Min(MaxLineOctets + 2, text.Length)].LastIndexOf((byte)'\n');
            if (end < 0) return true;
            text = text[(end + 1)..];
        }

        return false;
    }

    private static void FindOctets(HeaderSection headers, ICollection<ContentFinding> findings)
    {
        foreach (var field in headers.Fields)
        {
            if (System.Text.Ascii.IsValid(headers.Raw(field))) continue;
            findings.Add(new ContentFinding("SF-4040", 3, field.Name, "holds characters that are not ASCII, as they are (RFC 5322 section 2.2)", "encode them as RFC 2047 says, as every mail library does when it is given text"));
            return;
        }
    }

    private static void FindWords(HeaderSection headers, ICollection<ContentFinding> findings)
    {
        foreach (var field in headers.Fields)
        {
            var raw = headers.Raw(field);
            var start = raw.IndexOf("=?"u8);
            if (start < 0 || MistakeIn(field.Name, raw) is not { } mistake) continue;
            findings.Add(new ContentFinding("SF-4043", 2, field.Name, $"{mistake} (RFC 2047)", "let a mail library encode the field"));
            return;
        }
    }

    /// <summary>Null where all encoded words of the field are well.</summary>
    private static string? MistakeIn(string name, ReadOnlySpan<byte> field)
    {
        if (name.Equals("Message-ID", StringComparison.OrdinalIgnoreCase) || name.Equals("In-Reply-To", StringComparison.OrdinalIgnoreCase) || name.Equals("References", StringComparison.OrdinalIgnoreCase) || name.Equals("Date", StringComparison.OrdinalIgnoreCase)) return null;
        while (field.IndexOf("=?"u8) is var start and >= 0)
        {
            field = field[start..];
            var charset = field[2..].IndexOf((byte)'?');
            // Not every "=?" begins a word: a subject may end in it.
            if (charset <= 0 || field.Slice(2, charset).IndexOfAny(" \t\r\n"u8) >= 0 || field.Length < charset + 5 || field[charset + 4] != (byte)'?')
            {
                field = field[2..];
                continue;
            }

            if ((field[charset + 3] | 0x20) is not ((byte)'b' or (byte)'q')) return "has an encoded word that is neither base64 nor quoted-printable";
            var text = field[(charset + 5)..];
            var end = text.IndexOf("?="u8);
            var gap = text.IndexOfAny(" \t\r\n"u8);
            if (end < 0 || (gap >= 0 && gap < end)) return "has an encoded word that does not end, or with a space in it";
            if (charset + 7 + end > MaxEncodedWord * 2) return $"has an encoded word of more than {MaxEncodedWord} characters";
            field = text[(end + 2)..];
        }

        return null;
    }
}
