namespace Standfast.Recovery.Diagnosis;

/// <summary>Ranks what an incident may come from. A pure function: weights of evidence are summed for each cause, and the sums become shares of 1.</summary>
public static class DiagnosisReader
{
    /// <summary>Before anything is known; ours. A compromise and a listing are common, a limit is mostly said.</summary>
    private const double Prior = 0;

    /// <summary>Lines of evidence that are shown for a cause; ours.</summary>
    private const int MostLines = 6;

    public static CauseRanking Read(DiagnosisFacts facts)
    {
        List<Evidence> evidence = [.. SpokenEvidence.Of(facts), .. OwnEvidence.Of(facts)];
        var scores = Enum.GetValues<SuspensionCause>().ToDictionary(cause => cause, cause => Prior + evidence.Where(one => one.Cause == cause).Sum(one => one.Weight));
        var most = scores.Values.Max();
        var total = scores.Values.Sum(score => Math.Exp(score - most));
        return new CauseRanking(facts.Said.Count > 0 ? facts.Said[0] : "",
        [
            .. scores.OrderByDescending(one => one.Value).ThenBy(one => one.Key).Select(one => new RankedCause(
                one.Key, Math.Exp(one.Value - most) / total, Lines(evidence, one.Key, 1), Lines(evidence, one.Key, -1), TellApart(one.Key))),
        ]);
    }

    private static IReadOnlyList<string> Lines(List<Evidence> evidence, SuspensionCause cause, int sign) =>
        [.. evidence.Where(one => one.Cause == cause && Math.Sign(one.Weight) == sign).OrderByDescending(one => Math.Abs(one.Weight)).Select(one => one.Text).Distinct().Take(MostLines)];

    private static string TellApart(SuspensionCause cause) => cause switch
    {
        SuspensionCause.Policy => "ask them which rule, and for a sample of the messages; look whether their recipients are on record as having asked: \"standfast consent show ADDRESS\"",
        SuspensionCause.Limits => "it ends by itself when their time is over; \"standfast stats limits\" shows what was passed",
        SuspensionCause.Compromise => "\"standfast sender ls\" shows a sender with other networks, recipients or hours than ever; its owner did not write the samples",
        SuspensionCause.Content => "the same message without its links and attachments is taken: \"standfast content check FILE\"",
        SuspensionCause.Complaints => "\"standfast stats top --by campaign --order complained --last 7d\" shows where they come from",
        SuspensionCause.ListQuality => "the list is older than a year, or nobody knows where it came from: \"standfast list check FILE\"",
        SuspensionCause.Bounces => "\"standfast stats top --by campaign --order bounced --last 7d\" shows a campaign with many",
        SuspensionCause.Listing => "\"standfast listing ls\" shows it, with the list's own page",
        SuspensionCause.Authentication => "\"standfast doctor --area identity\" names the record",
        SuspensionCause.Neighbour => "addresses beside yours are listed too, and yours has no record of its own: \"standfast listing check\"",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
