using System.Text.RegularExpressions;

namespace Standfast.Policy.Phishing;

/// <summary>Forms and pages within the message itself.</summary>
internal static partial class BodySigns
{
    /// <summary>Ours: a form beyond is too far down to be the point of a message.</summary>
    private const int MaxScanned = 524_288;

    public static void Read(PhishingSubject subject, PhishingKnowledge knowledge, SignList signs)
    {
        var html = subject.View.Html.AsSpan();
        if (html.Length > MaxScanned) html = html[..MaxScanned];
        if (html.IsEmpty) return;
        if (html.Contains("<input", StringComparison.OrdinalIgnoreCase) && Password().IsMatch(html))
        {
            signs.Add("SF-5106", 10, "the HTML part", "asks for a password within the message");
            return;
        }

        if (html.Contains("<form", StringComparison.OrdinalIgnoreCase) && html.Contains("<input", StringComparison.OrdinalIgnoreCase))
        {
            var isForeign = false;
            foreach (var match in Action().EnumerateMatches(html))
            {
                var action = html.Slice(match.Index, match.Length);
                var text = action[(action.IndexOf('=') + 1)..].Trim().Trim("\"'").ToString();
                if (!WebAddress.TryParse(text, out var target)) continue;
                isForeign |= target.Host.Length > 0 && target.Scheme != "mailto" && !subject.IsOwn(knowledge.Hosts.RegisteredOf(target.Host));
            }

            signs.Add("SF-5106", isForeign ? 5 : 2, "the HTML part", isForeign ? "has a form that sends what is typed to a stranger's site" : "has a form");
        }

        if (html.Contains("http-equiv", StringComparison.OrdinalIgnoreCase) && Refresh().IsMatch(html)) signs.Add("SF-5106", 5, "the HTML part", "leads on by itself (meta refresh)");
    }

    public static bool AsksForPassword(string html) => html.Contains("<input", StringComparison.OrdinalIgnoreCase) && Password().IsMatch(html);

    [GeneratedRegex(@"<input[^<>]{0,500}type\s{0,5}=\s{0,5}[""']?password", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Password();

    [GeneratedRegex(@"\baction\s{0,5}=\s{0,5}(?:""[^""<>]{1,2000}""|'[^'<>]{1,2000}'|[^\s""'<>]{1,2000})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Action();

    [GeneratedRegex(@"http-equiv\s{0,5}=\s{0,5}[""']?refresh", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Refresh();
}
