using System.Text.RegularExpressions;

namespace Standfast.Recovery.Diagnosis;

/// <summary>What the counterparty's cause and words speak for. It sees what we do not; but it names what it saw, not what it came from.</summary>
internal static partial class SpokenEvidence
{
    /// <summary>Of one cause, whatever is said how often; ours.</summary>
    private const double MostOfWords = 3.5;

    public static IEnumerable<Evidence> Of(DiagnosisFacts facts)
    {
        foreach (var (cause, weight) in OfCause(facts.Cause)) yield return new Evidence(cause, weight, $"{facts.Counterparty} gives {facts.Cause} as the cause");
        var said = string.Join('\n', facts.Said);
        foreach (var words in s_words.GroupBy(words => words.Cause))
        {
            var left = MostOfWords;
            foreach (var (cause, weight, pattern) in words)
            {
                if (pattern.Match(said) is not { Success: true } match || left <= 0) continue;
                yield return new Evidence(cause, Math.Min(weight, left), $"they say \"{match.Value}\"");
                left -= weight;
            }
        }
    }

    /// <summary>By the names of data/replies, and of the rules that pause.</summary>
    private static (SuspensionCause Cause, double Weight)[] OfCause(string cause) => cause switch
    {
        "complaint" or "complaints" => [(SuspensionCause.Complaints, 2.5), (SuspensionCause.Policy, 0.5), (SuspensionCause.ListQuality, 0.3)],
        "no-such-user" or "unknown-recipients" or "mailbox-disabled" => [(SuspensionCause.Bounces, 2.5), (SuspensionCause.ListQuality, 0.8)],
        "spam-content" or "spam-refusals" => [(SuspensionCause.Content, 1.4), (SuspensionCause.Policy, 1.0), (SuspensionCause.Complaints, 0.5), (SuspensionCause.ListQuality, 0.5), (SuspensionCause.Compromise, 0.5)],
        "malware" => [(SuspensionCause.Compromise, 2.0), (SuspensionCause.Content, 1.5)],
        "phishing-url" => [(SuspensionCause.Content, 2.2), (SuspensionCause.Compromise, 1.0)],
        "blocklist" => [(SuspensionCause.Listing, 1.8), (SuspensionCause.ListQuality, 0.4), (SuspensionCause.Neighbour, 0.4)],
        "ip-reputation" => [(SuspensionCause.Neighbour, 0.8), (SuspensionCause.Complaints, 0.5), (SuspensionCause.Bounces, 0.3), (SuspensionCause.Limits, 0.3)],
        "domain-reputation" => [(SuspensionCause.Complaints, 1.0), (SuspensionCause.Content, 0.6), (SuspensionCause.Policy, 0.5)],
        "auth-spf" or "auth-dkim" or "auth-dmarc" or "ptr-missing" or "dynamic-ip" or "dns" or "tls-required" => [(SuspensionCause.Authentication, 3.5)],
        "rate-limit" => [(SuspensionCause.Limits, 2.0)],
        "sending-limit-exceeded" => [(SuspensionCause.Limits, 3.0), (SuspensionCause.Compromise, 0.6)],
        "account-suspended-by-provider" => [(SuspensionCause.Policy, 0.8), (SuspensionCause.Compromise, 0.6), (SuspensionCause.Complaints, 0.4), (SuspensionCause.Bounces, 0.4)],
        // Names and records have never closed a port.
        "port-blocked" => [(SuspensionCause.Policy, 2.5), (SuspensionCause.Compromise, 1.0)],
        "sender-unlike-itself" => [(SuspensionCause.Compromise, 1.5)],
        "unknown-list" => [(SuspensionCause.ListQuality, 1.5)],
        _ => [],
    };

    private static readonly (SuspensionCause Cause, double Weight, Regex Pattern)[] s_words =
    [
        (SuspensionCause.ListQuality, 3, Traps()), (SuspensionCause.ListQuality, 1.5, Bought()), (SuspensionCause.Neighbour, 3, Range()), (SuspensionCause.Policy, 2, Consent()), (SuspensionCause.Policy, 2, Terms()),
        (SuspensionCause.Compromise, 2.5, Taken()), (SuspensionCause.Content, 2, Links()), (SuspensionCause.Limits, 2, Quota()), (SuspensionCause.Bounces, 2.2, BounceRate()), (SuspensionCause.Complaints, 2.2, ComplaintRate()),
        (SuspensionCause.Authentication, 2.2, Names()), (SuspensionCause.Listing, 0.8, Listed()),
    ];

    [GeneratedRegex(@"spam ?-?traps?|trap hits?|pristine traps?", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Traps();

    [GeneratedRegex(@"purchased|rented list|scraped|harvested|bought list|third.party list", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Bought();

    [GeneratedRegex(@"part of (their|your) network|net(work )?block|net(work )?range|whole (range|network)|\bASN?[0-9]{2,}|neighbou?r|UCEPROTECT-?L(evel ?)?[23]|level [23] list|your provider's", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Range();

    [GeneratedRegex(@"without consent|opt(ed)?-?in|permission|unsubscri\w+|list-unsubscribe|how (every|each|the) addresses? w(as|ere) (acquired|collected)", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Consent();

    [GeneratedRegex(@"acceptable use|terms of (service|use)|violat\w+ (of )?our|prohibited|affiliate|cold e?-?mail", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Terms();

    [GeneratedRegex(@"compromis\w+|credential\w* (was|were|leak|stolen)|hacked|botnet|infected|open (relay|proxy)|unauthori[sz]ed (use|access)|hijacked|\bXBL\b|web ?shell|brute.?force", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Taken();

    [GeneratedRegex(@"phish\w*|malicious (url|link|page)s?|\b(url|link|attachment)s? (in|of) (the|your|this) (message|mail)|content of (the|your) (message|mail)|\b(DBL|SURBL|URIBL)\b|virus", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Links();

    [GeneratedRegex(@"(sending|hourly|daily|rate) (limit|quota)|(limit|quota) (is |was |has been )?(exceeded|reached)|per hour|too many (messages|e?mails|recipients|connections)|unusual rate", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Quota();

    [GeneratedRegex(@"bounce rates?|hard bounces?|unknown (users?|recipients?)|invalid recipients?|do(es)? not exist", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex BounceRate();

    [GeneratedRegex(@"complaint rates?|complaints|(marked|reported) (\w+ ){0,3}as spam|spam rate|user reports", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex ComplaintRate();

    [GeneratedRegex(@"\b(SPF|DKIM|DMARC|PTR|rDNS)\b|reverse DNS|unauthenticated|not authenticated", RegexOptions.NonBacktracking)]
    private static partial Regex Names();

    [GeneratedRegex(@"\b(SBL|CSS|PBL|RBL|DNSBL)\b|(block|black) ?list\w*|is listed", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Listed();
}
