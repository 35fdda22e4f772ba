using System.Globalization;
using System.Net;
using Standfast.Reputation.Feedback.Parts;

namespace Standfast.Reputation.Feedback.Snds;

/// <summary>
/// Reads both exports of SNDS. "View data" has, without a heading: IP, activity start, activity end, RCPT commands, DATA commands, message recipients, filter
/// result, complaint rate, trap period start, trap period end, trap hits, sample HELO, sample MAIL FROM, comments. "View IP status": first IP, last IP, blocked, details.
/// </summary>
public sealed record SndsFile(IReadOnlyList<SndsRow> Rows, IReadOnlyList<SndsStatus> Statuses)
{
    /// <summary>Ours.</summary>
    public const int MaxLines = 100_000;

    private const int MaxLineLength = 4_000;
    private const int MaxTextLength = 300;

    public static SndsFile Read(string text)
    {
        var (rows, statuses) = (new List<SndsRow>(), new List<SndsStatus>());
        var lines = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (lines++ == MaxLines) break;
            if (line.Length is 0 or > MaxLineLength) continue;
            var fields = CsvLine.Split(line.ToString());
            if (!IPAddress.TryParse(fields[0], out var first)) continue;
            if (fields.Count >= 7 && Row(first, fields) is { } row) rows.Add(row);
            else if (fields.Count is 3 or 4 && IPAddress.TryParse(fields[1], out var last)) statuses.Add(new SndsStatus(first, last, fields[2].Equals("yes", StringComparison.OrdinalIgnoreCase), fields.Count == 4 ? Cut(fields[3]) : ""));
        }

        return new SndsFile(rows, statuses);
    }

    /// <summary>Whether the text begins as one of the exports does.</summary>
    public static bool Looks(string text)
    {
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        var line = text[..Math.Min(end < 0 ? text.Length : end, MaxLineLength)];
        return CsvLine.Split(line) is { Count: 3 or 4 or >= 7 } fields && IPAddress.TryParse(fields[0], out _);
    }

    private static SndsRow? Row(IPAddress ip, List<string> fields)
    {
        string At(int index) => index < fields.Count ? fields[index] : "";
        if (Time(At(1)) is not { } begin || Time(At(2)) is not { } end) return null;
        return new SndsRow(ip, begin, end, Number(At(3)), Number(At(4)), Number(At(5)), Cut(At(6)).ToLowerInvariant())
        {
            ComplaintRate = Rate(At(7)),
            TrapHits = Number(At(10)),
            SampleHelo = NullIfEmpty(At(11)),
            SampleMailFrom = NullIfEmpty(At(12)),
            Comments = NullIfEmpty(At(13)),
        };
    }

    /// <summary>Such as 9/1/2026 12:00 AM.</summary>
    private static DateTimeOffset? Time(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    private static long Number(string text) => long.TryParse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>Such as "&lt; 0.1%", "0.3%" or 0.3%.</summary>
    private static double? Rate(string text) =>
        double.TryParse(text.Trim('<', '>', '=', '%', ' '), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate) && rate <= 100 ? rate / 100 : null;

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : Cut(text);

    private static string Cut(string text) => text.Length <= MaxTextLength ? text : text[..MaxTextLength];
}
