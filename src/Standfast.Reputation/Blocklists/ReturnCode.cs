using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace Standfast.Reputation.Blocklists;

/// <summary>What one answer of a list, or one bit of it, means.</summary>
public sealed class ReturnCode
{
    private readonly byte[] _first;
    private readonly byte[] _last;
    private readonly int _bit;

    private ReturnCode(string text, byte[] first, byte[] last, int bit, string meaning, ListingSeverity severity) => (Text, _first, _last, _bit, Meaning, Severity) = (text, first, last, bit, meaning, severity);

    /// <summary>As in the data file.</summary>
    public string Text { get; }

    public string Meaning { get; }

    public ListingSeverity Severity { get; }

    /// <param name="text">An address of 127.0.0.0/8, FIRST-LAST, an address with x for any octet, or "bit N" of the last octet of 127.0.0.x with N 1 to 128.</param>
    public static bool TryParse(string text, string meaning, ListingSeverity severity, [NotNullWhen(true)] out ReturnCode? code)
    {
        code = null;
        if (text.StartsWith("bit ", StringComparison.Ordinal))
        {
            if (!int.TryParse(text.AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture, out var bit) || bit is < 1 or > 128 || !int.IsPow2(bit)) return false;
            code = new ReturnCode(text, [127, 0, 0, 0], [127, 0, 0, 255], bit, meaning, severity);
            return true;
        }

        var ends = text.Split('-');
        if (ends.Length > 2 || !TryParseOctets(ends[0], 0, out var first) || !TryParseOctets(ends[^1], 255, out var last)) return false;
        for (var index = 0; index < 4; index++)
            if (first[index] > last[index])
                return false;
        if (first[0] != 127 || last[0] != 127) return false;
        code = new ReturnCode(text, first, last, 0, meaning, severity);
        return true;
    }

    public bool Matches(IPAddress answer)
    {
        if (answer.GetAddressBytes() is not { Length: 4 } octets) return false;
        for (var index = 0; index < 4; index++)
            if (octets[index] < _first[index] || octets[index] > _last[index])
                return false;
        return _bit == 0 || (octets[3] & _bit) != 0;
    }

    private static bool TryParseOctets(string text, byte any, out byte[] octets)
    {
        octets = new byte[4];
        var parts = text.Split('.');
        if (parts.Length != 4) return false;
        for (var index = 0; index < 4; index++)
        {
            if (parts[index] == "x") octets[index] = any;
            else if (!byte.TryParse(parts[index], NumberStyles.None, CultureInfo.InvariantCulture, out octets[index])) return false;
        }

        return true;
    }
}
