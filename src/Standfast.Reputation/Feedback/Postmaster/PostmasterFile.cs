using System.Globalization;
using System.Text.Json;
using Standfast.Mail;
using Standfast.Reputation.Feedback.Parts;

namespace Standfast.Reputation.Feedback.Postmaster;

/// <summary>
/// Reads what Google Postmaster Tools give: answers of the API in JSON (v2 domainStats, v1 trafficStats), and tables that were exported as CSV, whose first column is
/// the date. Never throws; may be called concurrently.
/// </summary>
public static class PostmasterFile
{
    /// <summary>Ours.</summary>
    public const int MaxRows = 100_000;

    private const int MaxMetricLength = 100;
    private const int MaxTextLength = 300;
    private const int MaxLineLength = 8_000;
    private const string DomainPrefix = "domains/";

    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 16 };

    private static readonly string[] s_dayFormats = ["yyyy-MM-dd", "yyyyMMdd", "yyyy/MM/dd", "M/d/yyyy", "MMM d, yyyy"];

    /// <param name="domain">Whose an exported table is that does not say it; null for none.</param>
    /// <returns>Empty where it is nothing that is known.</returns>
    public static IReadOnlyList<PostmasterRow> ReadCsv(string text, DomainName? domain)
    {
        var rows = new List<PostmasterRow>();
        List<string>? heading = null;
        var domainColumn = -1;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.Length is 0 or > MaxLineLength || rows.Count >= MaxRows) continue;
            var fields = CsvLine.Split(line.ToString().TrimStart('\uFEFF'));
            if (heading is null)
            {
                if (!fields[0].Equals("date", StringComparison.OrdinalIgnoreCase)) return [];
                (heading, domainColumn) = (fields, fields.FindIndex(field => field.Equals("domain", StringComparison.OrdinalIgnoreCase)));
                continue;
            }

            var owner = domainColumn > 0 && domainColumn < fields.Count && DomainName.TryParse(fields[domainColumn], out var named) ? named : domain;
            if (owner is null || Day(fields[0]) is not { } day) continue;
            for (var column = 1; column < Math.Min(fields.Count, heading.Count); column++)
                if (column != domainColumn && fields[column].Length > 0 && rows.Count < MaxRows)
                    rows.Add(Row(owner, day, heading[column], fields[column]));
        }

        return rows;
    }

    public static IReadOnlyList<PostmasterRow> ReadJson(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, s_options);
            var rows = new List<PostmasterRow>();
            if (document.RootElement.ValueKind != JsonValueKind.Object) return [];
            foreach (var list in (string[])["domainStats", "trafficStats"])
                if (document.RootElement.TryGetProperty(list, out var entries) && entries.ValueKind == JsonValueKind.Array)
                    foreach (var entry in entries.EnumerateArray())
                        Add(rows, entry);
            // One of them by itself.
            if (rows.Count == 0) Add(rows, document.RootElement);
            return rows;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return [];
        }
    }

    /// <summary>name = domains/DOMAIN/domainStats/… or domains/DOMAIN/trafficStats/YYYYMMDD.</summary>
    private static void Add(List<PostmasterRow> rows, JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Object || !entry.TryGetProperty("name", out var named) || named.ValueKind != JsonValueKind.String || named.GetString() is not { } name || !name.StartsWith(DomainPrefix, StringComparison.Ordinal)) return;
        var parts = name.Split('/');
        if (parts.Length < 4 || !DomainName.TryParse(parts[1], out var domain)) return;
        if (parts[2] == "domainStats")
        {
            if (entry.TryGetProperty("metric", out var metric) && metric.ValueKind == JsonValueKind.String && entry.TryGetProperty("value", out var value) && entry.TryGetProperty("date", out var date) && Day(date) is { } on)
                AddValue(rows, domain, on, metric.GetString()!, value, 0);
            return;
        }

        if (Day(parts[3]) is not { } day) return;
        foreach (var property in entry.EnumerateObject())
            if (property.Name != "name")
                AddValue(rows, domain, day, property.Name, property.Value, 0);
    }

    /// <summary>Numbers and words become rows; of objects and lists all that is in them, named by the way to it.</summary>
    private static void AddValue(List<PostmasterRow> rows, DomainName domain, DateOnly day, string metric, JsonElement value, int depth)
    {
        if (rows.Count >= MaxRows || metric.Length > MaxMetricLength || depth > 4) return;
        switch (value.ValueKind)
        {
            case JsonValueKind.Number or JsonValueKind.String:
                rows.Add(Row(domain, day, metric, value.ToString()));
                break;
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                    AddValue(rows, domain, day, property.Name is "intValue" or "doubleValue" or "floatValue" or "stringValue" or "stringList" or "values" ? metric : $"{metric}.{property.Name}", property.Value, depth + 1);
                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in value.EnumerateArray()) AddValue(rows, domain, day, $"{metric}.{index++}", item, depth + 1);
                break;
            default:
                break;
        }
    }

    private static PostmasterRow Row(DomainName domain, DateOnly day, string metric, string text)
    {
        var isShare = text.EndsWith('%');
        var isNumber = double.TryParse(text.TrimEnd('%', ' '), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number);
        return new PostmasterRow(domain, day, Cut(metric, MaxMetricLength), isNumber ? isShare ? number / 100 : number : null, isNumber ? null : Cut(text, MaxTextLength));
    }

    private static DateOnly? Day(string text) => DateOnly.TryParseExact(text, s_dayFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static DateOnly? Day(JsonElement date)
    {
        int Number(string name) => date.ValueKind == JsonValueKind.Object && date.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : 0;
        var (year, month, day) = (Number("year"), Number("month"), Number("day"));
        return year is > 2000 and < 3000 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, day) : null;
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}
