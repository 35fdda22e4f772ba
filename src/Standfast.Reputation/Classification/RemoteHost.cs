using System.Text.RegularExpressions;

namespace Standfast.Reputation.Classification;

/// <summary>The host that refused, where a notice names it.</summary>
internal static partial class RemoteHost
{
    /// <summary>In lower case; null where none is named.</summary>
    public static string? In(string text)
    {
        var match = Host().Match(text);
        return match.Success ? match.Groups[1].Value.ToLowerInvariant() : null;
    }

    [GeneratedRegex(@"(?:^|[\s(])(?:host|server|connected to|while talking to|while contacting|mail server(?: for)?|remote mta|by)\s+<?([a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)+)", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Host();
}
