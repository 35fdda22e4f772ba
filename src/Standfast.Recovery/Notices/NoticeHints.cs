using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Standfast.Mail;

namespace Standfast.Recovery.Notices;

/// <summary>What else a notice names.</summary>
internal static partial class NoticeHints
{
    /// <summary>Of each kind; ours.</summary>
    public const int Most = 50;

    /// <summary>Ours: a longer time is not one to answer within.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(60);

    private static readonly string[] s_ends = [". ", "! ", "? ", "\n"];

    private static readonly string[] s_days = ["yyyy-MM-dd", "yyyy-MM-dd HH:mm", "d MMMM yyyy", "d MMMM yyyy HH:mm", "MMMM d, yyyy", "MMMM d, yyyy HH:mm", "d.M.yyyy", "d.M.yyyy HH:mm"];

    public static IReadOnlyList<string> Addresses(string text) => [.. Address().Matches(text).Select(match => IPAddress.TryParse(match.Value, out var address) ? address.ToString() : null).OfType<string>().Distinct().Take(Most)];

    public static IReadOnlyList<string> Domains(string text) =>
        [.. Domain().Matches(text).Select(match => match.Value.ToLowerInvariant()).Where(name => !IPAddress.TryParse(name, out _) && DomainName.TryParse(name, out _)).Distinct().Take(Most)];

    public static IReadOnlyList<string> Messages(string text) => [.. Message().Matches(text).Select(match => match.Groups["id"].Value).Distinct().Take(Most)];

    /// <param name="now">When the notice came.</param>
    public static DateTimeOffset? Deadline(string text, DateTimeOffset now)
    {
        foreach (var sentence in text.Split(s_ends, StringSplitOptions.RemoveEmptyEntries).Where(sentence => sentence.Length < 2_000 && Asks().IsMatch(sentence)))
        {
            if (Span().Match(sentence) is { Success: true } span && int.TryParse(span.Groups["count"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            {
                var within = span.Groups["unit"].Value[0] is 'h' or 'H' or 'S' or 's' ? TimeSpan.FromHours(count) : TimeSpan.FromDays(count);
                if (within > TimeSpan.Zero && within <= s_longest) return now + within;
            }

            if (Day().Match(sentence) is { Success: true } day
                && DateTimeOffset.TryParseExact(day.Groups["day"].Value.Trim(), s_days, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var until) && until > now && until - now <= s_longest)
                return until.TimeOfDay == TimeSpan.Zero ? until.AddDays(1).AddMinutes(-1) : until;
        }

        return null;
    }

    [GeneratedRegex(@"\b([0-9]{1,3}(\.[0-9]{1,3}){3}|[0-9A-Fa-f]{1,4}(:[0-9A-Fa-f]{0,4}){2,7})\b", RegexOptions.NonBacktracking)]
    private static partial Regex Address();

    [GeneratedRegex(@"\b([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,6}[A-Za-z]{2,24}\b", RegexOptions.NonBacktracking)]
    private static partial Regex Domain();

    [GeneratedRegex(@"(message-id:? *|queued as |queue ?id:? *|message id:? *)(?<id><[^<>\s@]{1,200}@[^<>\s]{1,200}>|[A-Za-z0-9.@_-]{6,200})", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Message();

    /// <summary>Of us, not of them.</summary>
    [GeneratedRegex(@"\b(please|must|you have|need to|required|respond|reply|answer|resolve|statement|deadline|otherwise|failure|or we|bitte|beantworten)\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Asks();

    [GeneratedRegex(@"\b(within|in|next|innerhalb von|binnen)( the next)?( [a-z-]{3,20})? \(?(?<count>[0-9]{1,3})\)? (business |working |calendar )?(?<unit>hours?|hrs|stunden|days?|tagen?)\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Span();

    [GeneratedRegex(@"\b(until|by|before|deadline:?|no later than|bis)( the| zum)? (?<day>[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9]{2}:[0-9]{2})?|[0-9]{1,2} [A-Z][a-z]{2,8} [0-9]{4}( [0-9]{2}:[0-9]{2})?|[A-Z][a-z]{2,8} [0-9]{1,2}, [0-9]{4}( [0-9]{2}:[0-9]{2})?|[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}( [0-9]{2}:[0-9]{2})?)", RegexOptions.NonBacktracking)]
    private static partial Regex Day();
}
