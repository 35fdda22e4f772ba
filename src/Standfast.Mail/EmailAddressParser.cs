using System.Buffers;
using System.Globalization;
using System.Text;

namespace Standfast.Mail;

internal static class EmailAddressParser
{
    // RFC 5322 §3.2.3 atext.
    private static readonly SearchValues<char> s_atext = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~");

    public static bool TryParse(string? text, out EmailAddress? address)
    {
        address = null;
        if (string.IsNullOrEmpty(text) || text.Length > EmailAddress.MaxOctets || !IsVisible(text)) return false;
        int at;
        string? local;
        if (text[0] == '"')
        {
            if (!TryReadQuoted(text, out local, out at)) return false;
        }
        else
        {
            at = text.IndexOf('@');
            if (at <= 0 || !IsDotString(text.AsSpan(0, at))) return false;
            local = text[..at];
        }

        if (Encoding.UTF8.GetByteCount(local) > EmailAddress.MaxLocalPartOctets) return false;
        if (!DomainName.TryParse(text[(at + 1)..], out var domain)) return false;
        if (Encoding.UTF8.GetByteCount(local) + 1 + domain.Value.Length > EmailAddress.MaxOctets) return false;
        address = new EmailAddress(local, domain);
        return true;
    }

    // RFC 5321 §4.1.2 Dot-string, extended by RFC 6531 §3.3 with any non-ASCII character.
    private static bool IsDotString(ReadOnlySpan<char> text)
    {
        if (text[0] == '.' || text[^1] == '.') return false;
        var previous = '\0';
        foreach (var character in text)
        {
            if (character == '.' ? previous == '.' : !IsAtom(character)) return false;
            previous = character;
        }

        return true;
    }

    private static bool IsAtom(char character) => character >= 0x80 || s_atext.Contains(character);

    /// <summary>
    /// False when a non-ASCII character does not show or turns the text around it, or when the text once was octets that are no
    /// UTF-8. RFC 6531 §3.3 allows such characters; two addresses that look the same would differ.
    /// </summary>
    private static bool IsVisible(string text)
    {
        // A lone surrogate is enumerated as U+FFFD.
        foreach (var rune in text.EnumerateRunes())
            if (!rune.IsAscii && (rune == Rune.ReplacementChar || Rune.GetUnicodeCategory(rune) is
                UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator))
                return false;
        return true;
    }

    // RFC 5321 §4.1.2 Quoted-string: qtextSMTP and quoted-pairSMTP only.
    private static bool TryReadQuoted(string text, out string local, out int at)
    {
        var content = new StringBuilder(text.Length);
        local = "";
        at = 0;
        var index = 1;
        for (; index < text.Length && text[index] != '"'; index++)
        {
            var character = text[index];
            if (character == '\\')
            {
                if (++index == text.Length || text[index] is < ' ' or > '~') return false;
                character = text[index];
            }
            else if (character is < ' ' or '\u007F')
            {
                return false;
            }

            content.Append(character);
        }

        at = index + 1;
        if (at >= text.Length || text[at] != '@') return false;
        var plain = content.ToString();
        local = plain.Length > 0 && IsDotString(plain) ? plain : Quote(plain);
        return true;
    }

    private static string Quote(string plain) =>
        $"\"{plain.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
