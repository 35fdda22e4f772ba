using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Standfast.Mail;

/// <summary>
/// A host or domain name in its canonical form: lower-case A-labels without a trailing dot
/// (RFC 5321 §4.1.2 Domain; RFC 5890 §2.3.2.1). Address literals are not domain names.
/// </summary>
public sealed record DomainName
{
    /// <summary>RFC 1035 §2.3.4: 255 octets on the wire leave 253 characters of text.</summary>
    public const int MaxLength = 253;

    /// <summary>RFC 1035 §2.3.4.</summary>
    public const int MaxLabelLength = 63;

    // RFC 5890 LDH-label; the underscore is for names such as _dmarc that are looked up, never mailed to.
    private static readonly SearchValues<char> s_ldh = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_");

    // RFC 5892 §2.6 and appendix A: marks within words of some scripts.
    private static readonly SearchValues<char> s_wordMarks = SearchValues.Create("\u00B7\u0375\u05F3\u05F4\u06FD\u06FE\u0F0B\u3007\u30FB");

    private static readonly IdnMapping s_idn = new() { AllowUnassigned = false, UseStd3AsciiRules = false };

    private DomainName(string value) => Value = value;

    public string Value { get; }

    /// <summary>Parses text that is known to be a domain name, such as a constant.</summary>
    /// <exception cref="FormatException">The text is not a domain name.</exception>
    public static DomainName Parse(string text) =>
        TryParse(text, out var name) ? name : throw new FormatException($"\"{text}\" is not a domain name");

    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out DomainName? name)
    {
        name = null;
        if (string.IsNullOrEmpty(text) || text.Length > MaxLength) return false;
        if (!System.Text.Ascii.IsValid(text) && !TryToAscii(text, out text)) return false;
        text = text.ToLowerInvariant();
        if (text.Length > MaxLength) return false;
        var lastLabelStart = 0;
        for (var start = 0; start <= text.Length;)
        {
            var end = text.IndexOf('.', start);
            if (end < 0) end = text.Length;
            var label = text.AsSpan(start, end - start);
            if (label.Length is 0 or > MaxLabelLength || label[0] == '-' || label[^1] == '-') return false;
            if (label.ContainsAnyExcept(s_ldh)) return false;
            lastLabelStart = start;
            start = end + 1;
        }

        // An all-digit last label is an IPv4 address, not a name (RFC 3696 §2).
        if (!text.AsSpan(lastLabelStart).ContainsAnyExceptInRange('0', '9')) return false;
        name = new DomainName(text);
        return true;
    }

    public override string ToString() => Value;

    private static bool TryToAscii(string text, out string ascii)
    {
        ascii = text.ToLowerInvariant();
        foreach (var rune in ascii.EnumerateRunes())
            if (!rune.IsAscii && !IsOfALabel(rune))
                return false;
        try
        {
            ascii = s_idn.GetAscii(ascii);
            return true;
        }
        catch (ArgumentException)
        {
            return false; // IdnMapping has no Try form.
        }
    }

    /// <summary>
    /// Letters, digits and marks (RFC 5892 §2.1) that stand for themselves. The runtime normalises nothing while
    /// InvariantGlobalization is on, so a character that NFKC could change is refused: it would name another domain.
    /// </summary>
    private static bool IsOfALabel(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.LowercaseLetter or UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter
            or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.DecimalDigitNumber
            ? rune.Value is not ((>= 0x300 and <= 0x36F) // combining accents
                or (>= 0xF900 and <= 0xFDFF) or (>= 0xFE70 and <= 0xFFEF) // compatibility ideographs, presentation and width forms
                or (>= 0x1D400 and <= 0x1D7FF) or (>= 0x2F800 and <= 0x2FA1F)) // mathematical letters, compatibility ideographs
            : rune.IsBmp && s_wordMarks.Contains((char)rune.Value);
}
