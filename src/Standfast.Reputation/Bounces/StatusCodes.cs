using System.Text.RegularExpressions;
using Standfast.Mail;
using Standfast.Reputation.Classification;

namespace Standfast.Reputation.Bounces;

/// <summary>Finds enhanced status codes (RFC 3463) and replies in text.</summary>
internal static partial class StatusCodes
{
    /// <summary>The one of the field; where that says nothing (x.0.0), or is missing, the first that the diagnostic text has.</summary>
    public static EnhancedStatusCode? Best(string field, string diagnostic)
    {
        var own = First(field);
        if (own is { } known && !(known.Subject == 0 && known.Detail == 0)) return own;
        return First(diagnostic) is { } told && !(told.Subject == 0 && told.Detail == 0) ? told : own;
    }

    public static EnhancedStatusCode? First(string text)
    {
        var match = Enhanced().Match(text);
        return match.Success && EnhancedStatusCode.TryParse(match.Groups[1].ValueSpan, out var code, out _) ? code : null;
    }

    /// <summary>From the first reply code on; "" where there is none.</summary>
    public static string Reply(string line) => ReplyText.IndexOfReply(line) is >= 0 and var start ? line[start..] : "";

    [GeneratedRegex(@"(?:^|[^0-9.])([245]\.[0-9]{1,3}\.[0-9]{1,3})(?:[^0-9.]|\.?$|\.[^0-9])", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Enhanced();
}
