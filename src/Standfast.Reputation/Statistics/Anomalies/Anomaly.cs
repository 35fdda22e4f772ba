using System.Globalization;

namespace Standfast.Reputation.Statistics.Anomalies;

/// <summary>A part of the mail is unlike itself, in one number.</summary>
/// <param name="Since">Begin of the hour in which it was found.</param>
/// <param name="Until">When it was over; null while it is not.</param>
/// <param name="LastAt">Begin of the last hour in which it was so.</param>
/// <param name="IsDrift">Found by the sum of small differences over hours, not by one hour.</param>
/// <param name="Count">Of the hour, or of all hours of the drift, up to when it was found.</param>
/// <param name="Of">What it is a share of; 0 for volumes.</param>
/// <param name="Expected">What the count is as a rule, at that time of the week.</param>
/// <param name="Score">About a number of standard deviations; of a drift the evidence for it, in natural logarithms.</param>
/// <param name="Hours">That the count is of.</param>
public sealed record Anomaly(AnomalySubject Subject, DateTimeOffset Since, DateTimeOffset? Until, DateTimeOffset LastAt, bool IsDrift, long Count, long Of, double Expected, double Score, int Hours)
{
    /// <summary>Times the usual.</summary>
    public double Ratio => Expected > 0 ? Count / Expected : 0;

    /// <summary>One sentence with the figures.</summary>
    public string Text
    {
        get
        {
            var time = Hours == 1 ? $"in the hour from {Since.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture)} UTC" : $"in {Hours} hours";
            return Of > 0
                ? string.Create(CultureInfo.InvariantCulture, $"{Subject.What} of {Subject.Part}: {Count:N0} of {Of:N0} ({100.0 * Count / Of:0.##} %) {time}; {100 * Expected / Of:0.##} % is usual")
                : string.Create(CultureInfo.InvariantCulture, $"{Subject.What} of {Subject.Part}: {Count:N0} {time}; {Expected:N0} is usual");
        }
    }
}
