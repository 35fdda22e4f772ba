using System.Globalization;

namespace Standfast.Policy.Consent;

/// <summary>
/// From which share on a list is looked at by a person, and from which it is refused. Amazon SES reviews senders from 5 % of bounces on, and may pause them at 10 %; what can be
/// seen without sending is only a part of what will bounce, so that our lines are lower. Those for other kinds are ours.
/// </summary>
internal static class ListJudge
{
    /// <summary>Canada's law takes a purchase as consent for 24 months (CASL, section 10(10)); no law takes older silence for it.</summary>
    private const int OldMonths = 24;

    private const int AgingMonths = 12;

    private const double MaxUnanswered = 0.1;

    /// <summary>Fewer of a kind are chance.</summary>
    private const int MinCount = 3;

    public static ListReport Report(ListCounts counts, ListOrigin origin, ListKnowledge knowledge, DateOnly today)
    {
        var findings = new List<ListFinding>();
        JudgeOrigin(origin, knowledge, today, findings);
        if (counts.Records == 0) findings.Add(Whole("SF-3203", ListVerdict.Refuse, "the list is empty, or no column of it holds addresses"));
        if (counts.Records > ListCheck.MaxRecords) findings.Add(Whole("SF-3203", ListVerdict.Refuse, $"the list has more than {ListCheck.MaxRecords} records: check it in parts"));
        Judge("SF-3204", $"cannot be reached: {counts.Invalid.Count} are no addresses, {counts.NoMail.Count} have domains that take no mail, {counts.Bounced.Count} are known to be dead", ListTally.Sum(counts.Bounced, counts.NoMail, counts.Invalid), counts, 0.02, 0.05, findings);
        Judge("SF-3205", "have unsubscribed or complained before: the list is older than that, or its owner did not take them off", counts.Left, counts, 0.02, 0.20, findings);
        Judge("SF-3206", "stand for a task, as info@ and sales@ do: whoever reads them has rarely asked for mail", counts.Roles, counts, 0.05, 0.20, findings);
        Judge("SF-3207", "are thrown away after use", counts.Disposable, counts, 0.02, 0.10, findings);
        Judge("SF-3208", "have a mistyped domain: none of these people has got a mail of yours, and many such domains are traps", counts.Mistyped, counts, 0.005, 0.05, findings);
        Judge("SF-3209", "stand there more than once", counts.Duplicates, counts, 0.10, double.MaxValue, findings);
        if (counts.DomainsUnanswered >= MinCount && counts.DomainsUnanswered > (counts.Domains - counts.DomainsSkipped) * MaxUnanswered)
            findings.Add(Whole("SF-3210", ListVerdict.Review, $"the DNS gave no answer for {counts.DomainsUnanswered} of {counts.Domains - counts.DomainsSkipped} domains: check again later, or see to the resolver"));
        var verdict = findings.Select(finding => finding.Verdict).DefaultIfEmpty(ListVerdict.Accept).Max();
        return new ListReport(verdict, counts.Records, counts.Addresses, counts.Dead, counts.Domains, counts.DomainsUnanswered, counts.DomainsSkipped, [.. findings.OrderByDescending(finding => finding.Verdict)]);
    }

    private static void JudgeOrigin(ListOrigin origin, ListKnowledge knowledge, DateOnly today, List<ListFinding> findings)
    {
        if (string.IsNullOrWhiteSpace(origin.Source)) findings.Add(Whole("SF-3201", ListVerdict.Refuse, "nobody says where the addresses come from, so that nobody can prove that these people asked for mail"));
        else if (knowledge.BoughtWords.FirstOrDefault(word => origin.Source.Contains(word, StringComparison.OrdinalIgnoreCase)) is { } word)
            findings.Add(Whole("SF-3201", ListVerdict.Refuse, $"its source speaks of \"{word}\": addresses that were bought, rented or collected from pages never asked for your mail"));
        if (origin.Collected is not { } day) findings.Add(Whole("SF-3202", ListVerdict.Review, "nobody says when the addresses were collected"));
        else if (day < today.AddMonths(-OldMonths)) findings.Add(Whole("SF-3202", ListVerdict.Refuse, $"it was collected {day:yyyy-MM-dd}, more than {OldMonths} months ago: ask these people again, a few at a time"));
        else if (day < today.AddMonths(-AgingMonths)) findings.Add(Whole("SF-3202", ListVerdict.Review, $"it was collected {day:yyyy-MM-dd}, more than {AgingMonths} months ago: many of its addresses have been given up since"));
    }

    private static void Judge(string id, string what, ListTally tally, ListCounts counts, double review, double refuse, List<ListFinding> findings)
    {
        if (tally.Count == 0) return;
        var share = tally.Count / (double)counts.Records;
        var verdict = tally.Count < MinCount ? ListVerdict.Accept : share >= refuse ? ListVerdict.Refuse : share >= review ? ListVerdict.Review : ListVerdict.Accept;
        findings.Add(new ListFinding(id, verdict, $"{tally.Count} of {counts.Records} ({(share * 100).ToString("0.0", CultureInfo.InvariantCulture)} %) {what}", tally.Count, share, tally.Samples));
    }

    private static ListFinding Whole(string id, ListVerdict verdict, string text) => new(id, verdict, text, 0, 0, []);
}
