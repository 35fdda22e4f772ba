using System.Text.RegularExpressions;
using Standfast.Mail;

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
    public static string Reply(string line)
    {
        var match = BasicCode().Match(line);
        return match.Success ? line[match.Groups[1].Index..] : "";
    }

    [GeneratedRegex(@"(?:^|[^0-9.])([245]\.[0-9]{1,3}\.[0-9]{1,3})(?:[^0-9.]|\.?$|\.[^0-9])", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Enhanced();

    // A code stands at the start, or behind a colon, a bracket, a quote, "said" or the arrow of a transcript; and text follows.
    [GeneratedRegex(@"(?:^|[:(\[""'<>;#-] ?|<<< |said |error |code |reply |response |returned |with )([45][0-5][0-9][ -](?:[A-Za-z<\[(""'#-]|[245]\.[0-9]{1,3}\.[0-9]))", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex BasicCode();
}
