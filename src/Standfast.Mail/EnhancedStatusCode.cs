using System.Globalization;

namespace Standfast.Mail;

/// <summary>An enhanced status code such as 5.1.1 (RFC 3463 §2). The class is 2, 4 or 5; subject and detail are 0 to 999.</summary>
public readonly record struct EnhancedStatusCode(byte Class, ushort Subject, ushort Detail)
{
    /// <summary>Reads a code at the start of the text, which may go on after a space. A class other than 2, 4 or 5 is refused.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out EnhancedStatusCode code, out int length)
    {
        code = default;
        length = text.IndexOf(' ');
        if (length < 0) length = text.Length;
        var token = text[..length];
        if (token.Length is < 5 or > 9 || token[0] is not ('2' or '4' or '5') || token[1] != '.') return false;
        var rest = token[2..];
        var dot = rest.IndexOf('.');
        if (dot is < 1 or > 3 || rest.Length - dot - 1 is < 1 or > 3) return false;
        if (!ushort.TryParse(rest[..dot], NumberStyles.None, null, out var subject)) return false;
        if (!ushort.TryParse(rest[(dot + 1)..], NumberStyles.None, null, out var detail)) return false;
        code = new EnhancedStatusCode((byte)(token[0] - '0'), subject, detail);
        return true;
    }

    public override string ToString() => $"{Class}.{Subject}.{Detail}";
}
