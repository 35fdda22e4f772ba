using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Standfast.Mail;

/// <summary>
/// A reply of an SMTP server (RFC 5321 §4.2). Code and enhanced code belong to one class; a reply in which they differ
/// cannot be built (a peer's contradictory reply is read with its enhanced code dropped, see <see cref="FromPeer"/>).
/// </summary>
public sealed record SmtpReply
{
    public SmtpReply(int code, EnhancedStatusCode? enhanced, params ImmutableArray<string> lines)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(code, 200);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(code, 599);
        if (enhanced is { } status && status.Class != code / 100)
            throw new ArgumentException($"enhanced code {status} does not belong to {code}", nameof(enhanced));
        Code = code;
        Enhanced = enhanced;
        Lines = lines.IsDefaultOrEmpty ? [""] : lines;
    }

    public SmtpReply(int code, byte subject, ushort detail, string text)
        : this(code, new EnhancedStatusCode((byte)(code / 100), subject, detail), text)
    {
    }

    public int Code { get; }

    public EnhancedStatusCode? Enhanced { get; }

    /// <summary>Text of each line without code and enhanced code; at least one, possibly empty.</summary>
    public ImmutableArray<string> Lines { get; }

    public bool IsPositive => Code < 400;

    public bool IsTransient => Code is >= 400 and < 500;

    public bool IsPermanent => Code >= 500;

    /// <summary>Builds what a peer sent: the enhanced code is read from the first line, and dropped if its class differs from the code's.</summary>
    public static SmtpReply FromPeer(int code, ImmutableArray<string> rawLines)
    {
        if (rawLines.IsDefaultOrEmpty || !EnhancedStatusCode.TryParse(rawLines[0], out var enhanced, out _) || enhanced.Class != code / 100)
            return new SmtpReply(code, null, rawLines);
        var lines = new string[rawLines.Length];
        for (var index = 0; index < lines.Length; index++)
        {
            var line = rawLines[index];
            lines[index] = EnhancedStatusCode.TryParse(line, out var own, out var length) && own == enhanced ? line[length..].TrimStart(' ') : line;
        }

        return new SmtpReply(code, enhanced, ImmutableCollectionsMarshal.AsImmutableArray(lines));
    }

    /// <summary>One line for logs and timelines: "550 5.1.1 No such user".</summary>
    public override string ToString() => Enhanced is { } enhanced ? $"{Code} {enhanced} {string.Join(' ', Lines)}" : $"{Code} {string.Join(' ', Lines)}";
}
