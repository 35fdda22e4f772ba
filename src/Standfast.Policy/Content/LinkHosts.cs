using System.Globalization;
using System.Text;

namespace Standfast.Policy.Content;

/// <summary>Finds whom a link leads to, as browsers read it (WHATWG URL §4.4).</summary>
public static class LinkHosts
{
    /// <summary>A longer authority leads nowhere.</summary>
    private const int MaxAuthority = 1_024;

    private static readonly IdnMapping s_idn = new() { AllowUnassigned = true, UseStd3AsciiRules = false };

    /// <returns>Lower case, without a trailing dot, in Unicode; null where the link has no host.</returns>
    public static string? Of(string href)
    {
        var authority = AuthorityOf(href);
        if (authority.IsEmpty) return null;
        var at = authority.LastIndexOf('@');
        if (at >= 0) authority = authority[(at + 1)..];
        if (authority.Length > 0 && authority[0] == '[') return authority.IndexOf(']') is var close and > 0 ? authority[..(close + 1)].ToString().ToLowerInvariant() : null;
        if (authority.IndexOf(':') is var colon and >= 0) authority = authority[..colon];
        return Normalise(authority);
    }

    /// <summary>There is a user name before the host, which readers take for the host.</summary>
    public static bool HasUser(string href) => AuthorityOf(href).LastIndexOf('@') > 0;

    /// <summary>The host is an address, be it written as one number or in hexadecimal digits.</summary>
    public static bool IsAddress(string host) =>
        host.Length > 0 && (host[0] == '[' || (char.IsAsciiDigit(host[0]) && host.AsSpan(host.LastIndexOf('.') + 1) is var last && (last.IndexOfAnyExceptInRange('0', '9') < 0 || last.StartsWith("0x", StringComparison.Ordinal))));

    private static ReadOnlySpan<char> AuthorityOf(string href)
    {
        var text = href.AsSpan().Trim();
        if (text.IndexOfAny("\t\r\n") >= 0) text = href.Replace("\t", "", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal).AsSpan().Trim();
        var colon = text.IndexOf(':');
        if (text.Length > 1 && text[0] is '/' or '\\' && text[1] is '/' or '\\') text = text[2..];
        else if (colon > 0 && IsWeb(text[..colon])) text = text[(colon + 1)..];
        else return [];
        text = text.TrimStart("/\\");
        var end = text.IndexOfAny("/\\?#");
        if (end >= 0) text = text[..end];
        return text.Length <= MaxAuthority ? text : [];
    }

    private static bool IsWeb(ReadOnlySpan<char> scheme) =>
        scheme.Equals("https", StringComparison.OrdinalIgnoreCase) || scheme.Equals("http", StringComparison.OrdinalIgnoreCase) || scheme.Equals("ftp", StringComparison.OrdinalIgnoreCase);

    private static string? Normalise(ReadOnlySpan<char> host)
    {
        string text;
        if (!System.Text.Ascii.IsValid(host) || host.Contains('%')) text = Map(host.Contains('%') ? Uri.UnescapeDataString(host.ToString()) : host.ToString());
        else text = host.ToString().ToLowerInvariant();
        text = text.TrimEnd('.');
        if (text.Contains("xn--", StringComparison.Ordinal)) text = string.Join('.', text.Split('.').Select(Decode));
        return text.Length == 0 ? null : text;
    }

    /// <summary>What browsers map away before they look a name up (UTS #46): widths, dots of other scripts, characters without a form.</summary>
    private static string Map(string host)
    {
        var mapped = new StringBuilder(host.Length);
        foreach (var character in host)
        {
            if (character is '\u00AD' or '\u200B' or '\u200C' or '\u200D' or '\u2060' or '\uFEFF') continue;
            mapped.Append(character switch { '\u3002' or '\uFF0E' or '\uFF61' => '.', >= '\uFF01' and <= '\uFF5E' => (char)(character - 0xFEE0), _ => character });
        }

        return mapped.ToString().ToLowerInvariant();
    }

    private static string Decode(string label)
    {
        if (!label.StartsWith("xn--", StringComparison.Ordinal)) return label;
        try
        {
            return s_idn.GetUnicode(label);
        }
        catch (ArgumentException)
        {
            return label; // IdnMapping has no Try form.
        }
    }
}
