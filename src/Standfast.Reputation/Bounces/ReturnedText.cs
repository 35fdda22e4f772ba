using System.Text.RegularExpressions;

namespace Standfast.Reputation.Bounces;

/// <summary>Finds where a notice ends and the message that it returns begins.</summary>
internal static partial class ReturnedText
{
    /// <summary>Lines of header fields in a row that a returned message begins with; one of them is such that only mail has it.</summary>
    private const int MinFields = 3;

    public static (string Own, string Returned) Split(string text)
    {
        var start = 0;
        var (fields, firstField, surely) = (0, 0, false);
        while (start < text.Length)
        {
            var end = text.IndexOf('\n', start);
            if (end < 0) end = text.Length;
            var line = text.AsSpan(start, end - start);
            if (line.Length < 300 && Separator().IsMatch(line)) return (text[..start], text[Math.Min(text.Length, end + 1)..]);
            if (Field().IsMatch(line))
            {
                if (fields++ == 0) (firstField, surely) = (start, false);
                surely |= SureField().IsMatch(line);
                if (fields >= MinFields && surely) return (text[..firstField], text[firstField..]);
            }
            else if (line.Length == 0 || line[0] is not (' ' or '\t'))
            {
                fields = 0;
            }

            start = end + 1;
        }

        return (text, "");
    }

    [GeneratedRegex(@"^[\s>*#_=+|-]*(?:(?:an? |the |your |this is an? |here is an? |included is an? |below (?:this line )?is an? )*(?:copy of (?:the|your) (?:original )?message.*|(?:original|returned|unsent|undelivered|rejected|bounced|failed) (?:message|mail|e-?mail)(?: header| text| body|'s)?s?(?: follows?| below| information| is attached| returned| (?:is|are) following)*|(?:message|mail) headers?(?: follows?)?|headers? of the original message.*|message (?:text )?follows|the header of the original message is following|(?:start|beginning|text) of (?:the )?(?:original|returned|your|forwarded|message).*|forwarded message|original message follows as .*|message header for problem mail.*))[\s.:>*#_=+|-]*$", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Separator();

    [GeneratedRegex(@"^(?:received|return-path|message-id|date|from|to|cc|subject|mime-version|content-type|content-transfer-encoding|reply-to|sender|delivered-to|x-[a-z-]+|dkim-signature|user-agent|references|in-reply-to|arc-[a-z-]+|authentication-results|list-[a-z-]+|precedence|errors-to|importance|organization):", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Field();

    [GeneratedRegex(@"^(?:received|return-path|message-id|mime-version|content-type|dkim-signature|x-mailer):", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SureField();
}
