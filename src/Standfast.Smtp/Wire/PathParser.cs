using Standfast.Mail;

namespace Standfast.Smtp.Wire;

/// <summary>The path and parameters of MAIL and RCPT (RFC 5321 §4.1.2). Strict: no source route, no space before the path.</summary>
internal static class PathParser
{
    /// <param name="text">What follows "MAIL FROM:" or "RCPT TO:".</param>
    /// <param name="path">Between the angle brackets.</param>
    /// <param name="parameters">After the path, without leading spaces.</param>
    public static bool TrySplit(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> path, out ReadOnlySpan<byte> parameters)
    {
        path = default;
        parameters = default;
        // Many clients put one space after the colon; nothing is ambiguous in it.
        if (text.StartsWith(" "u8)) text = text[1..];
        if (!text.StartsWith("<"u8)) return false;
        var quoted = false;
        for (var index = 1; index < text.Length; index++)
        {
            if (quoted && text[index] == (byte)'\\') index++;
            else if (text[index] == (byte)'"') quoted = !quoted;
            else if (!quoted && text[index] == (byte)'>')
            {
                path = text[1..index];
                parameters = text[(index + 1)..];
                if (!parameters.IsEmpty && parameters[0] != (byte)' ') return false;
                parameters = parameters.Trim((byte)' ');
                return true;
            }
        }

        return false;
    }

    public static bool TryParseReversePath(ReadOnlySpan<byte> path, out ReversePath sender)
    {
        sender = ReversePath.Null;
        if (path.IsEmpty) return true;
        if (!EmailAddress.TryParse(path, out var address)) return false;
        sender = new ReversePath(address);
        return true;
    }
}
