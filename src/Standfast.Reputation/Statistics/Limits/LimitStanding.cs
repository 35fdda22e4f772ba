using System.Globalization;

namespace Standfast.Reputation.Statistics.Limits;

/// <summary>How far one part of the mail is from a published limit.</summary>
/// <param name="Part">A source, an account, or one of our domains as Google reports it.</param>
/// <param name="Count">Complaints, bounces or deliveries of the window; 0 where only the publisher's own share is known.</param>
/// <param name="Of">What the count is a share of; 0 where it is none.</param>
/// <param name="Value">The share from 0 to 1, or the count.</param>
/// <param name="SlopeAnHour">How the value changes in an hour, by its last twelve.</param>
/// <param name="ReachedIn">When it meets the limit at this rate; zero where it has, null where it does not within 7 days.</param>
/// <param name="IsCertain">There is enough mail to say so.</param>
/// <param name="Day">Of a value that the publisher reports; null for what we have counted.</param>
public sealed record LimitStanding(PublishedLimit Limit, string Part, long Count, long Of, double Value, double SlopeAnHour, TimeSpan? ReachedIn, bool IsCertain, DateOnly? Day = null)
{
    /// <summary>Complaints or bounces below which nothing is near, and no trend is one; ours.</summary>
    internal const int LeastCount = 3;

    /// <summary>1 at the limit.</summary>
    public double Share => Value / Limit.Limit;

    /// <summary>ok, near (above the publisher's wish or 80 % of the limit, or there within a day), over, or unknown where there is too little mail.</summary>
    public LimitState State =>
        !IsCertain ? LimitState.Unknown
        // Of a few, chance makes any share.
        : Limit.IsShare && Day is null && Count < LeastCount ? LimitState.Ok
        : Value >= Limit.Limit ? LimitState.Over
        : Share >= 0.8 || (Limit.Warn > 0 && Value >= Limit.Warn) || ReachedIn <= TimeSpan.FromDays(1) ? LimitState.Near : LimitState.Ok;

    /// <summary>One sentence with the figures.</summary>
    public string Text
    {
        get
        {
            var of = Of > 0 ? string.Create(CultureInfo.InvariantCulture, $" ({Count:N0} of {Of:N0})") : "";
            var by = Day is { } day ? string.Create(CultureInfo.InvariantCulture, $" by the provider's own report of {day:yyyy-MM-dd}") : $" in {Length(Limit.Window)}";
            var fate = State switch
            {
                LimitState.Unknown => "; too little mail to say",
                LimitState.Over => "; the limit is passed",
                _ => ReachedIn is { } time ? $"; limit in {Length(time)} at this rate" : "",
            };
            return $"{Part}: {Amount(Value)}{of}{by}, limit {Amount(Limit.Limit)}{fate}";
        }
    }

    private static string Length(TimeSpan time) => time.TotalHours >= 47.5 ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalDays:0} d") : time.TotalHours >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0} h") : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} min");

    private string Amount(double value) => Limit.IsShare ? string.Create(CultureInfo.InvariantCulture, $"{100 * value:0.###} %") : value.ToString("N0", CultureInfo.InvariantCulture);
}
