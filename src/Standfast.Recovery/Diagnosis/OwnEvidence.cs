using System.Globalization;

namespace Standfast.Recovery.Diagnosis;

/// <summary>What the server itself has seen speaks for, and against.</summary>
internal static class OwnEvidence
{
    /// <summary>Below it a share says nothing; ours.</summary>
    private const int LeastSample = 200;

    /// <summary>Gmail's and SES's lines for complaints, SES's for bounces; what is below the lower ones is nobody's reason.</summary>
    private const double ManyComplaints = 0.001, TooManyComplaints = 0.003, FewComplaints = 0.0005, ManyUnknown = 0.02, TooManyUnknown = 0.05, FewUnknown = 0.01;

    /// <summary>Times the usual from which mail is a burst, and below which it is as ever; ours.</summary>
    private const double Burst = 3, AsEver = 1.5;

    /// <summary>Below it any sender has such messages; ours.</summary>
    private const int SomeFindings = 3;

    /// <summary>Findings about lists begin so (docs/compromise.md); the others are about who sends.</summary>
    private static readonly string[] s_listFindings = ["SF-7006"];

    public static IEnumerable<Evidence> Of(DiagnosisFacts facts) => [.. Senders(facts), .. Shares(facts), .. Volume(facts), .. Lists(facts), .. Rest(facts), .. Nothing(facts)];

    private static IEnumerable<Evidence> Senders(DiagnosisFacts facts)
    {
        if (facts.HeldSenders is not { } held) yield break;
        foreach (var (id, finding, reason) in held.Take(3))
            yield return s_listFindings.Contains(finding) ? new Evidence(SuspensionCause.ListQuality, 2, $"{id} is held for its list: {reason}") : new Evidence(SuspensionCause.Compromise, 4, $"{id} is held as far from its normal: {reason}");
        foreach (var (id, finding, reason) in facts.ReleasedSenders.Take(3))
            yield return s_listFindings.Contains(finding) ? new Evidence(SuspensionCause.ListQuality, 1, $"{id} was held for its list, and released: {reason}") : new Evidence(SuspensionCause.Compromise, 2, $"{id} was held as far from its normal, and released: {reason}");
        if (held.Count == 0 && facts.ReleasedSenders.Count == 0) yield return new Evidence(SuspensionCause.Compromise, -1.5, "no sender is far from its normal");
    }

    private static IEnumerable<Evidence> Shares(DiagnosisFacts facts)
    {
        if (facts.Attempts < LeastSample) yield break;
        var complaints = (double)facts.Complained / Math.Max(1, facts.Delivered);
        var unknown = (double)facts.Unknown / Math.Max(1, facts.Delivered + facts.Unknown);
        var complained = Text($"{facts.Complained:N0} complaints of {facts.Delivered:N0} delivered ({100 * complaints:0.##} %)");
        var missing = Text($"{facts.Unknown:N0} of {facts.Delivered + facts.Unknown:N0} recipients do not exist ({100 * unknown:0.#} %)");
        if (complaints >= TooManyComplaints) yield return new Evidence(SuspensionCause.Complaints, 2.5, complained);
        else if (complaints >= ManyComplaints) yield return new Evidence(SuspensionCause.Complaints, 1.2, complained);
        else if (complaints < FewComplaints) yield return new Evidence(SuspensionCause.Complaints, -1.5, complained);
        if (unknown >= TooManyUnknown)
        {
            yield return new Evidence(SuspensionCause.Bounces, 2.2, missing);
            yield return new Evidence(SuspensionCause.ListQuality, 0.8, missing);
        }
        else if (unknown >= ManyUnknown)
        {
            yield return new Evidence(SuspensionCause.Bounces, 1, missing);
        }
        else if (unknown < FewUnknown)
        {
            yield return new Evidence(SuspensionCause.Bounces, -2, missing);
            yield return new Evidence(SuspensionCause.ListQuality, -0.5, missing);
        }
    }

    private static IEnumerable<Evidence> Volume(DiagnosisFacts facts)
    {
        if (facts.VolumeRatio is { } ratio)
        {
            var text = Text($"mail of the day before was {ratio:0.#} times the usual");
            if (ratio >= Burst)
            {
                yield return new Evidence(SuspensionCause.Limits, 0.8, text);
                yield return new Evidence(SuspensionCause.Compromise, 0.8, text);
                yield return new Evidence(SuspensionCause.Neighbour, -1, text);
            }
            else if (ratio < AsEver)
            {
                yield return new Evidence(SuspensionCause.Limits, -1, text);
                yield return new Evidence(SuspensionCause.Compromise, -0.5, text);
            }
        }

        foreach (var (kind, text) in facts.Anomalies.DistinctBy(one => one.Kind))
        {
            if (kind == "complaints") yield return new Evidence(SuspensionCause.Complaints, 0.8, text);
            if (kind == "bounces") yield return new Evidence(SuspensionCause.Bounces, 0.8, text);
            if (kind == "volume") yield return new Evidence(SuspensionCause.Limits, 0.5, text);
        }
    }

    private static IEnumerable<Evidence> Lists(DiagnosisFacts facts)
    {
        if (facts.Listings is not { } listings) yield break;
        foreach (var (list, subject, isRange) in listings.Take(3))
            yield return isRange ? new Evidence(SuspensionCause.Neighbour, 2, $"{list} lists a range with {subject} in it") : new Evidence(SuspensionCause.Listing, 1, $"{list} lists {subject}");
        if (listings.Count == 0) yield return new Evidence(SuspensionCause.Listing, -1, "no list that is asked names you");
    }

    private static IEnumerable<Evidence> Rest(DiagnosisFacts facts)
    {
        if (facts.NameFaults is { } faults)
        {
            if (faults.Count > 0) yield return new Evidence(SuspensionCause.Authentication, 1.5, faults[0]);
            else yield return new Evidence(SuspensionCause.Authentication, -2.5, "the audit finds SPF, DKIM, DMARC and names in order");
        }

        if (facts.LimitsPassed is { Count: > 0 } limits) yield return new Evidence(SuspensionCause.Limits, 1.2, limits[0]);
        if (facts.ContentFindings is { } content && content > 0) yield return new Evidence(SuspensionCause.Content, content >= SomeFindings ? 1.2 : 0.3, Text($"the guard stopped {content:N0} messages for what is in them"));
        if (facts.HasUnprovenConsent == true) yield return new Evidence(SuspensionCause.Policy, 0.8, "bulk mail went to people for whom there is no proof of consent");
    }

    /// <summary>Where all is well with us, it is about others.</summary>
    private static IEnumerable<Evidence> Nothing(DiagnosisFacts facts)
    {
        var isClean = facts is { HeldSenders.Count: 0, NameFaults.Count: 0, ReleasedSenders.Count: 0, ContentFindings: null or < SomeFindings } && facts.Attempts >= LeastSample && facts.Complained < ManyComplaints * facts.Delivered && facts.Unknown < FewUnknown * facts.Delivered && facts.VolumeRatio is null or < AsEver;
        if (isClean) yield return new Evidence(SuspensionCause.Neighbour, 1, "nothing of your own stands out: few complaints, few unknown recipients, no sender held, names in order");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
