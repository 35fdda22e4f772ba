using System.ComponentModel;
using System.Globalization;
using Standfast.Mail;
using Standfast.Reputation.Statistics;

namespace Standfast.Web;

/// <summary>The parameters of a query for statistics, as they came.</summary>
internal sealed class StatisticsFilter
{
    private static readonly TimeSpan s_default = TimeSpan.FromDays(1);

    [Description("Begin, such as 2026-11-26T08:00:00Z. Default: 24 hours before the end.")]
    public string? From { get; init; }

    [Description("End. Default: now.")]
    public string? To { get; init; }

    [Description("Instead of from: how long before the end, such as 30m, 24h or 90d.")]
    public string? Last { get; init; }

    [Description("minute, hour or day: also by time. Default: sums alone.")]
    public string? Step { get; init; }

    [Description("One or more of account, stream, campaign, source, provider and domain, with commas. Default: one row of everything.")]
    public string? By { get; init; }

    [Description("Only of this account.")]
    public string? Account { get; init; }

    [Description("Only of this stream.")]
    public string? Stream { get; init; }

    [Description("Only of this campaign.")]
    public string? Campaign { get; init; }

    [Description("Only from this egress source.")]
    public string? Source { get; init; }

    [Description("Only to this provider.")]
    public string? Provider { get; init; }

    [Description("Only to recipients of this domain.")]
    public string? Domain { get; init; }

    [Description("Rows with the most of it come first: attempts (default), accepted, delivered, deferred, bounced, complained, unsubscribed and so on.")]
    public string? Order { get; init; }

    [Description("1 to 1000 rows; default 20.")]
    public string? Limit { get; init; }

    /// <returns>The query, or what is wrong with it.</returns>
    public (StatisticsQuery? Query, string? Mistake) Read(DateTimeOffset now)
    {
        var (to, length, from) = (now, s_default, default(DateTimeOffset?));
        if (To is not null && !TryTime(To, out to)) return (null, $"to = \"{To}\" is not a time such as 2026-11-26T08:00:00Z");
        if (Last is not null && !DurationText.TryParse(Last, out length)) return (null, $"last = \"{Last}\" is not a duration such as 30m, 24h or 90d");
        if (From is not null)
        {
            if (!TryTime(From, out var begin)) return (null, $"from = \"{From}\" is not a time such as 2026-11-26T08:00:00Z");
            if (Last is not null) return (null, "give from or last, not both");
            from = begin;
        }

        if (length > to - DateTimeOffset.UnixEpoch || to.Year > 9000) return (null, "that is longer ago than time is counted");
        StatisticsLevel? step = Step switch { null or "" => null, "minute" => StatisticsLevel.Minute, "hour" => StatisticsLevel.Hour, "day" => StatisticsLevel.Day, _ => StatisticsLevel.FourWeeks };
        if (step == StatisticsLevel.FourWeeks) return (null, $"step = \"{Step}\" must be minute, hour or day");
        var by = new List<StatisticsDimension>();
        foreach (var name in By?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            if (!TryName(name, out StatisticsDimension dimension)) return (null, $"by = \"{name}\" must be one of {Names<StatisticsDimension>()}");
            if (!by.Contains(dimension)) by.Add(dimension);
        }

        var where = new Dictionary<StatisticsDimension, string>();
        foreach (var (dimension, value) in (ReadOnlySpan<(StatisticsDimension, string?)>)[
            (StatisticsDimension.Account, Account), (StatisticsDimension.Stream, Stream), (StatisticsDimension.Campaign, Campaign),
            (StatisticsDimension.Source, Source), (StatisticsDimension.Provider, Provider), (StatisticsDimension.Domain, Domain?.ToLowerInvariant())])
            if (value is not null)
                where[dimension] = value;
        var order = CountKind.Attempts;
        if (!string.IsNullOrEmpty(Order) && !TryName(Order, out order)) return (null, $"order = \"{Order}\" must be one of {Names<CountKind>()}");
        var limit = 20;
        if (!string.IsNullOrEmpty(Limit) && !int.TryParse(Limit, NumberStyles.None, CultureInfo.InvariantCulture, out limit)) return (null, $"limit = \"{Limit}\" must be 1 to {StatisticsQuery.MaxRows}");
        return (new StatisticsQuery(from ?? to - length, to) { Step = step, By = by, Where = where, Order = order, Limit = limit }, null);
    }

    private static bool TryTime(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time) && time >= DateTimeOffset.UnixEpoch;

    private static bool TryName<T>(string text, out T value)
        where T : struct, Enum
    {
        foreach (var known in Enum.GetValues<T>())
        {
            if (NameOf(known) != text) continue;
            value = known;
            return true;
        }

        value = default;
        return false;
    }

    private static string Names<T>()
        where T : struct, Enum => string.Join(", ", Enum.GetValues<T>().Select(NameOf));

    private static string NameOf<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
