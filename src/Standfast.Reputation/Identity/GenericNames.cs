using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Standfast.Reputation.Classification;
using Standfast.Reputation.DataFiles;

namespace Standfast.Reputation.Identity;

/// <summary>Names that a provider gives to addresses by the thousand: receivers take mail from them for that of an infected home computer.</summary>
public sealed class GenericNames
{
    private const int Version = 1;

    private readonly ImmutableArray<(ReplyPattern Pattern, string Reason)> _patterns;
    private readonly ImmutableArray<ReplyPattern> _fine;

    private GenericNames(ImmutableArray<(ReplyPattern, string)> patterns, ImmutableArray<ReplyPattern> fine) => (_patterns, _fine) = (patterns, fine);

    public static GenericNames None { get; } = new([], []);

    /// <summary>Reads <c>version = 1</c>, <c>[[generic]]</c> and <c>[[fine]]</c> with pattern, reason, source and date. In patterns @ stands for the octets of the address in any order and form.</summary>
    public static (GenericNames Names, IReadOnlyList<string> Mistakes) Read(string file, string text)
    {
        var mistakes = new List<string>();
        if (!TomlFields.TryParse(file, text, mistakes, out var fields)) return (None, mistakes);
        if (fields.Number("version", 1, int.MaxValue) is not Version) mistakes.Add($"{file}: version must be {Version}");
        var generic = ReadPatterns(fields, "generic");
        var fine = ReadPatterns(fields, "fine");
        fields.RefuseOthers();
        return mistakes.Count > 0 ? (None, mistakes) : (new GenericNames(generic, [.. fine.Select(pair => pair.Pattern)]), mistakes);
    }

    /// <returns>Why the name looks generic; null where it does not.</returns>
    public string? WhyGeneric(string name, IPAddress address)
    {
        var marked = Mark(name, address);
        if (_fine.Any(pattern => pattern.IsMatch(marked))) return null;
        foreach (var (pattern, reason) in _patterns)
            if (pattern.IsMatch(marked))
                return reason;
        return null;
    }

    /// <summary>The address within the name becomes "@": forwards or backwards, with hyphens, dots or none between, in decimal (filled up or not) or hexadecimal; of IPv6 its last 64 bits.</summary>
    private static string Mark(string name, IPAddress address)
    {
        var octets = address.GetAddressBytes();
        foreach (var form in address.AddressFamily == AddressFamily.InterNetwork ? FormsOf(octets) : FormsOf6(octets))
        {
            var at = name.IndexOf(form, StringComparison.OrdinalIgnoreCase);
            // Digits beside it belong to another number.
            if (at < 0 || (at > 0 && char.IsAsciiDigit(name[at - 1])) || (at + form.Length < name.Length && char.IsAsciiDigit(name[at + form.Length]))) continue;
            return $"{name[..at]}@{name[(at + form.Length)..]}";
        }

        return name;
    }

    private static IEnumerable<string> FormsOf(byte[] octets)
    {
        foreach (var format in (string[])["0", "000"])
            foreach (var between in (string[])["-", ".", "_", ""])
                foreach (var order in (byte[][])[octets, [.. octets.Reverse()]])
                    yield return string.Join(between, order.Select(octet => octet.ToString(format, null)));
        yield return Convert.ToHexString(octets);
        yield return string.Join('-', octets.Skip(1).Select(octet => octet.ToString(null, null)));
        yield return string.Join('-', octets.Skip(2).Select(octet => octet.ToString(null, null)));
        yield return string.Join('-', octets.Skip(2).Reverse().Select(octet => octet.ToString(null, null)));
    }

    private static IEnumerable<string> FormsOf6(byte[] octets)
    {
        var digits = Convert.ToHexString(octets);
        yield return string.Join('-', digits.Chunk(4).Select(group => new string(group)));
        yield return string.Join('.', digits.Reverse());
        yield return digits;
        yield return digits[16..];
    }

    private static ImmutableArray<(ReplyPattern Pattern, string Reason)> ReadPatterns(TomlFields file, string key)
    {
        var patterns = ImmutableArray.CreateBuilder<(ReplyPattern, string)>();
        foreach (var fields in file.Tables(key))
        {
            var (pattern, reason) = (fields.Text("pattern"), fields.Text("reason"));
            fields.Subject = $"'{pattern}'";
            fields.Text("source");
            fields.Date("date");
            fields.RefuseOthers();
            if (ReplyPattern.TryCreate(pattern, out var known, out var mistake)) patterns.Add((known, reason));
            else fields.Refuse("pattern", mistake);
        }

        return patterns.ToImmutable();
    }
}
