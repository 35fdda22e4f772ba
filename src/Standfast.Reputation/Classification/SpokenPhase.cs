using System.Text.RegularExpressions;

namespace Standfast.Reputation.Classification;

/// <summary>Finds the phase in which a reply came, where the text of a server tells it: Postfix "(in reply to RCPT TO command)", Exim "after MAIL FROM:".</summary>
internal static partial class SpokenPhase
{
    /// <summary>As <see cref="Standfast.Events.AttemptDetail.Phase"/>; null where the text does not say.</summary>
    public static string? In(ReadOnlySpan<char> text)
    {
        if (!text.Contains("in reply to", StringComparison.OrdinalIgnoreCase) && !text.Contains(" after ", StringComparison.OrdinalIgnoreCase)) return null;
        foreach (var match in Phase().EnumerateMatches(text))
        {
            var words = text.Slice(match.Index, match.Length);
            bool Ends(ReadOnlySpan<char> span, string with) => span.EndsWith(with, StringComparison.OrdinalIgnoreCase);
            if (Ends(words, "end of DATA") || Ends(words, "content")) return "content";
            if (Ends(words, "DATA")) return "data";
            if (Ends(words, "RCPT")) return "rcpt";
            if (Ends(words, "MAIL")) return "mail";
            if (Ends(words, "connection")) return "connect";
            return Ends(words, "STARTTLS") ? "starttls" : Ends(words, "AUTH") ? "auth" : "ehlo";
        }

        return null;
    }

    /// <summary>The words that tell it; "" where there are none.</summary>
    public static string WordsIn(string text)
    {
        var match = Phase().Match(text);
        return match.Success ? match.Value : "";
    }

    [GeneratedRegex(@"(?:in reply to|from remote mail server after|error after|server after|mailer after) (?:end of DATA|DATA|content|RCPT|MAIL|initial connection|EHLO|HELO|STARTTLS|AUTH)", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Phase();
}
