namespace Standfast.Reputation.Statistics.Limits;

/// <summary>What somebody has published as the most that they bear, or as the line from which other rules hold.</summary>
/// <param name="Id">Unique, such as "gmail-spam-rate".</param>
/// <param name="Provider">As in data/providers: mail of each source to it. "*" for mail of each account to everybody.</param>
/// <param name="Warn">Where the publisher wants to see us below; 0 where there is no such number.</param>
/// <param name="Limit">A share from 0 to 1, or a number of messages.</param>
/// <param name="Window">Of what time, 1 h to 7 days.</param>
/// <param name="Least">Deliveries (and bounces) below which a share says nothing.</param>
/// <param name="Meaning">What happens there, one clause.</param>
/// <param name="IsSeen">The publisher reports complaints, so that ours can be counted; else only their own numbers (Postmaster Tools) tell.</param>
/// <param name="Source">Where it is published.</param>
/// <param name="Date">When it was read there.</param>
public sealed record PublishedLimit(string Id, string Provider, LimitMetric Metric, double Warn, double Limit, TimeSpan Window, long Least, string Meaning, bool IsSeen, string Source, string Date)
{
    public const string Everybody = "*";

    public bool IsShare => Metric != LimitMetric.Delivered;
}
