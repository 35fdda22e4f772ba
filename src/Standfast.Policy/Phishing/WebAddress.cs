using System.Globalization;
using System.Net;

namespace Standfast.Policy.Phishing;

/// <summary>A link as a browser reads it (WHATWG URL), which is more than RFC 3986 allows: that is what the reader's click does.</summary>
/// <param name="Scheme">Lower case.</param>
/// <param name="UserInfo">What stands before an @ in the authority; empty where there is none.</param>
/// <param name="Host">Lower case, labels in Unicode, without a trailing dot; empty where the scheme has none.</param>
/// <param name="Port">Null where none is written.</param>
/// <param name="Rest">Path, query and fragment.</param>
public sealed record WebAddress(string Scheme, string UserInfo, string Host, int? Port, string Rest)
{
    /// <summary>What follows is not looked at; ours. Browsers take more, honest links do not need it.</summary>
    public const int MaxLength = 4096;

    private static readonly WebAddress s_none = new("", "", "", null, "");

    /// <summary>The address that the host is in any of the ways that browsers read (WHATWG URL, IPv4 parser); null where it is a name.</summary>
    public IPAddress? Address { get; private init; }

    /// <summary>An IPv4 address that is not written as four decimal numbers.</summary>
    public bool IsAddressDisguised { get; private init; }

    public static bool TryParse(string? text, out WebAddress address)
    {
        address = s_none;
        if (string.IsNullOrWhiteSpace(text)) return false;
        if (text.Length > MaxLength) text = text[..MaxLength];
        var link = (text.AsSpan().ContainsAny('\t', '\r', '\n') ? string.Concat(text.Where(character => character is not ('\t' or '\r' or '\n'))) : text).Trim();
        var colon = link.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || !char.IsAsciiLetter(link[0]) || !link.AsSpan(0, colon).ContainsOnlyScheme()) return false;
        var scheme = link.StartsWith("https:", StringComparison.Ordinal) ? "https" : link[..colon].ToLowerInvariant();
        if (scheme is not ("http" or "https" or "ftp"))
        {
            address = new WebAddress(scheme, "", "", null, link[(colon + 1)..]);
            return true;
        }

        // Any number of slashes, and backslashes, lead to the authority.
        var rest = link.AsSpan(colon + 1).TrimStart("/\\");
        var end = rest.IndexOfAny("/\\?#");
        var authority = (end < 0 ? rest : rest[..end]).ToString();
        var at = authority.LastIndexOf('@');
        var (user, host) = at < 0 ? ("", authority) : (authority[..at], authority[(at + 1)..]);
        int? port = null;
        var portAt = host.StartsWith('[') ? host.IndexOf("]:", StringComparison.Ordinal) + 1 : host.LastIndexOf(':');
        if (portAt > 0)
        {
            port = int.TryParse(host.AsSpan(portAt + 1), NumberStyles.None, null, out var number) ? number : null;
            host = host[..portAt];
        }

        host = Punycode.ToUnicode(Uri.UnescapeDataString(host).ToLowerInvariant().Trim().TrimEnd('.'));
        if (host.Length == 0) return false;
        var (numeric, isDisguised) = ReadAddress(host);
        address = new WebAddress(scheme, user, host, port, end < 0 ? "" : rest[end..].ToString()) { Address = numeric, IsAddressDisguised = isDisguised };
        return true;
    }

    private static (IPAddress? Address, bool IsDisguised) ReadAddress(string host)
    {
        if (host[0] == '[') return (IPAddress.TryParse(host.AsSpan().Trim("[]"), out var six) ? six : null, false);
        // An address ends in a number, whatever way it is written.
        if (!char.IsAsciiDigit(host[host.LastIndexOf('.') + 1])) return default;
        var parts = host.Split('.');
        if (parts.Length > 4) return default;
        var (value, isDisguised) = (0UL, parts.Length != 4);
        for (var index = 0; index < parts.Length; index++)
        {
            if (!TryReadNumber(parts[index], out var number, out var isPlain)) return default;
            isDisguised |= !isPlain;
            // The last part fills the octets that are left.
            var room = index == parts.Length - 1 ? 8 * (5 - parts.Length) : 8;
            if (number >= 1UL << room) return default;
            value = (value << room) | number;
        }

        return (new IPAddress([(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value]), isDisguised);
    }

    private static bool TryReadNumber(string part, out ulong number, out bool isPlain)
    {
        number = 0;
        isPlain = part.Length > 0 && (part == "0" || part[0] != '0');
        if (part.Length is 0 or > 12) return false;
        if (part.StartsWith("0x", StringComparison.Ordinal)) return part.Length == 2 || ulong.TryParse(part.AsSpan(2), NumberStyles.AllowHexSpecifier, null, out number);
        if (isPlain) return ulong.TryParse(part, NumberStyles.None, null, out number);
        foreach (var digit in part)
        {
            if (digit is < '0' or > '7') return false;
            number = (number * 8) + (ulong)(digit - '0');
        }

        return true;
    }
}

file static class SchemeText
{
    /// <summary>RFC 3986 §3.1.</summary>
    public static bool ContainsOnlyScheme(this ReadOnlySpan<char> text)
    {
        foreach (var character in text)
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('+' or '-' or '.'))
                return false;
        return true;
    }
}
