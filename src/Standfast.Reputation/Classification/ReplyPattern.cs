using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Standfast.Reputation.Classification;

/// <summary>
/// A regular expression that is matched in time linear in the text, without regard to case. The machine for it is built when it is first needed: all of
/// them at once would take seconds (some 4 ms each, .NET 10). May be called concurrently.
/// </summary>
public sealed partial class ReplyPattern
{
    /// <summary>Ours: larger ones are several rules.</summary>
    private const int MaxLength = 1_500;

    private readonly Lazy<Regex> _regex;

    private ReplyPattern(string text)
    {
        Text = text;
        _regex = new Lazy<Regex>(() => new Regex(text, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant));
    }

    public string Text { get; }

    /// <param name="mistake">What is wrong with the text, after "pattern".</param>
    public static bool TryCreate(string text, [NotNullWhen(true)] out ReplyPattern? pattern, [NotNullWhen(false)] out string? mistake)
    {
        pattern = null;
        mistake = null;
        if (text.Length > MaxLength) mistake = $"must have at most {MaxLength} characters";
        else if (NotLinear().IsMatch(text)) mistake = "must have no look-around, back reference, atomic group, option, or repetition of 200 and more";
        if (mistake is not null) return false;
        try
        {
            // The same grammar, and cheap to build.
            _ = new Regex(text, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        }
        catch (ArgumentException exception)
        {
            mistake = $"must be a regular expression: {exception.Message}";
            return false;
        }

        pattern = new ReplyPattern(text);
        return true;
    }

    public bool IsMatch(ReadOnlySpan<char> text) => _regex.Value.IsMatch(text);

    public override string ToString() => Text;

    [GeneratedRegex(@"(?:^|[^\\])\(\?[^:]|\\[1-9]|\\[kpPGAzZ]|\{[0-9]*,?(?:[2-9][0-9]{2,}|[0-9]{4,})\}", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex NotLinear();
}
