using System.Text;

namespace Standfast.Reputation.Classification;

/// <summary>The names of causes, scopes and severities as data, settings and the API write them: in lower case, with hyphens.</summary>
public static class ReplyNames
{
    private static readonly Dictionary<ReplyCause, string> s_causes = Enum.GetValues<ReplyCause>().ToDictionary(cause => cause, cause => Hyphenate(cause.ToString()));

    public static string Of(ReplyCause cause) => s_causes[cause];

    public static string Of(FaultScope scope) => Hyphenate(scope.ToString());

    public static string Of(FaultSeverity severity) => Hyphenate(severity.ToString());

    public static bool TryParse<T>(string text, out T value)
        where T : struct, Enum
    {
        foreach (var known in Enum.GetValues<T>())
        {
            if (Hyphenate(known.ToString()) != text) continue;
            value = known;
            return true;
        }

        value = default;
        return false;
    }

    private static string Hyphenate(string name)
    {
        var text = new StringBuilder(name.Length + 6);
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterUpper(letter) && text.Length > 0) text.Append('-');
            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}
