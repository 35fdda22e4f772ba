using System.Text;
using MimeKit.Utils;

namespace Standfast.Policy.Content.Mime;

/// <summary>A field value with parameters (RFC 2045 §5.1, RFC 2231), read leniently: what is no parameter is passed over.</summary>
internal sealed class MimeParameters
{
    /// <summary>Ours; further ones are not looked at.</summary>
    private const int MaxParameters = 64;

    private readonly List<(string Name, string Value)> _parameters = [];

    private MimeParameters(string value) => Value = value;

    /// <summary>What stands before the first semicolon, in lower case, such as text/plain or attachment.</summary>
    public string Value { get; }

    public static MimeParameters Read(string text)
    {
        var at = 0;
        var parsed = new MimeParameters(ReadToken(text, ref at, ';').Trim().ToLowerInvariant());
        while (at < text.Length && parsed._parameters.Count < MaxParameters)
        {
            at++; // The semicolon.
            var name = ReadToken(text, ref at, '=', ';').Trim().ToLowerInvariant();
            if (at >= text.Length || text[at] == ';') continue;
            at++; // The equals sign.
            parsed._parameters.Add((name, ReadToken(text, ref at, ';').Trim()));
        }

        return parsed;
    }

    /// <summary>Continuations are joined, percent and encoded words decoded.</summary>
    public string? Find(string name)
    {
        if (Exact(name + "*") is { } extended) return DecodeExtended(extended);
        if (Exact(name) is { } plain) return plain.Contains("=?", StringComparison.Ordinal) ? Rfc2047.DecodeText(Encoding.UTF8.GetBytes(plain)) : plain;
        if (Exact(name + "*0") is null && Exact(name + "*0*") is null) return null;
        var joined = new StringBuilder();
        var isExtended = false;
        for (var number = 0; number < MaxParameters; number++)
        {
            var part = Exact($"{name}*{number}*");
            isExtended |= part is not null;
            if ((part ?? Exact($"{name}*{number}")) is not { } value) break;
            joined.Append(value);
        }

        return isExtended ? DecodeExtended(joined.ToString()) : joined.ToString();
    }

    private string? Exact(string name)
    {
        foreach (var parameter in _parameters)
            if (parameter.Name == name)
                return parameter.Value;
        return null;
    }

    /// <summary>charset'language'text, of which %XX are octets.</summary>
    private static string DecodeExtended(string value)
    {
        var first = value.IndexOf('\'');
        var second = first < 0 ? -1 : value.IndexOf('\'', first + 1);
        var (charset, text) = second < 0 ? (null, value) : (value[..first], value[(second + 1)..]);
        var octets = new List<byte>(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] == '%' && index + 2 < text.Length && byte.TryParse(text.AsSpan(index + 1, 2), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var octet))
            {
                octets.Add(octet);
                index += 2;
            }
            else
            {
                octets.AddRange(Encoding.UTF8.GetBytes(text[index].ToString()));
            }
        }

        return Charsets.Decode([.. octets], charset is { Length: > 0 } ? charset : null, out _);
    }

    /// <summary>Up to one of the ends outside quotes and comments, without these.</summary>
    private static string ReadToken(string text, ref int at, char end, char otherEnd = '\0')
    {
        var start = at;
        while (at < text.Length && text[at] != end && text[at] != otherEnd && text[at] is not ('"' or '(')) at++;
        if (at >= text.Length || text[at] is not ('"' or '(')) return text[start..at];
        var kept = new StringBuilder(text, start, at - start, Math.Max(16, at - start));
        var (quoted, depth) = (false, 0);
        for (; at < text.Length; at++)
        {
            var character = text[at];
            if (!quoted && depth == 0 && (character == end || character == otherEnd)) break;
            if (character == '\\' && (quoted || depth > 0) && at + 1 < text.Length)
            {
                at++;
                if (depth == 0) kept.Append(text[at]);
            }
            else if (character == '"' && depth == 0) quoted = !quoted;
            else if (character == '(' && !quoted) depth++;
            else if (character == ')' && depth > 0) depth--;
            else if (depth == 0) kept.Append(character);
        }

        return kept.ToString();
    }
}
