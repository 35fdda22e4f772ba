namespace Standfast.Policy.Compromise;

/// <summary>A sender's last hour beside its normal.</summary>
/// <param name="IsLearning">There is no normal yet.</param>
/// <param name="MessagesNow">Of the last hour, without bulk mail that was to be expected.</param>
/// <param name="HourNormal">Messages an hour, of this hour of the week.</param>
/// <param name="ShortPeak">The most messages in ten minutes so far.</param>
/// <param name="NewShareNormal">0 to 1: how many recipients are new to it.</param>
/// <param name="ActiveHours">Hours of the day (UTC) in which it usually sends.</param>
/// <param name="KnownSubjects">Of its most frequent kinds of message.</param>
public sealed record SenderNumbers(
    bool IsLearning, DateTimeOffset FirstSeen, long Messages,
    int MessagesNow, int ShortNow, int RecipientsNow, int NewRecipientsNow, int NetworksNow, int DeferredNow,
    double HourNormal, double HourPeak, double ShortPeak, double NewRecipientsPeak, double NetworksPeak, double RecipientsPerMessageNormal, double NewShareNormal,
    IReadOnlyList<int> ActiveHours, IReadOnlyList<string> NetworksNowSeen, IReadOnlyList<string> KnownNetworks, IReadOnlyList<string> KnownSubjects)
{
    /// <summary>Shown of each list.</summary>
    private const int MaxShown = 12;

    internal static SenderNumbers Of(Habit habit, RecentMail recent, DateTimeOffset now)
    {
        var (hour, last, peak) = (recent.Hour, recent.Short, habit.Peak.Max(habit.Today));
        return new SenderNumbers(
            !habit.IsEstablishedAt(now), habit.FirstSeen, habit.Messages,
            hour.Messages, last.Messages, hour.Recipients, hour.NewRecipients, recent.Networks, hour.Deferred,
            Round(habit.RateAt(now)), Round(peak.Hour), Round(peak.Short), Round(peak.NewRecipients), Round(peak.Networks), Round(habit.RecipientsPerMessage), Math.Round(habit.NewShare, 3),
            [.. Enumerable.Range(0, 24).Where(ofDay => Enumerable.Range(0, 7).Sum(day => habit.Rates[(day * 24) + ofDay]) >= 1)],
            [.. recent.NetworkKeys.Take(MaxShown).Select(key => new NetworkPrefix(key).ToString())],
            [.. habit.Networks.OrderByDescending(known => known.Value).Take(MaxShown).Select(known => new NetworkPrefix(known.Key).ToString())],
            [.. habit.Templates.OrderByDescending(template => template.Count).Take(MaxShown).Select(template => template.Subject)]);
    }

    private static double Round(float value) => Math.Round(value, 1);
}
