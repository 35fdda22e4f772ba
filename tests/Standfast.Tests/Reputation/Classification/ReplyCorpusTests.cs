using Standfast.Reputation.Classification;
using Standfast.Tests.Mail;
using Standfast.Tests.Reputation.Bounces;

namespace Standfast.Tests.Reputation.Classification;

/// <summary>Rejection texts seen in the wild, labelled by several projects, where the corpus is at hand.</summary>
public sealed class ReplyCorpusTests
{
    // What the labels of ZoneMTA and of Postal Systems are in our words; more than one where theirs are wider.
    private static readonly Dictionary<string, ReplyCause[]> s_labels = new()
    {
        ["blacklist"] = [ReplyCause.Blocklist, ReplyCause.IpReputation, ReplyCause.DomainReputation, ReplyCause.Malware, ReplyCause.DynamicIp, ReplyCause.Complaint],
        ["block"] = [ReplyCause.Blocklist, ReplyCause.IpReputation, ReplyCause.DomainReputation, ReplyCause.Malware, ReplyCause.DynamicIp, ReplyCause.Complaint, ReplyCause.PtrMissing, ReplyCause.AuthSpf, ReplyCause.SpamContent, ReplyCause.Other],
        ["spam"] = [ReplyCause.SpamContent, ReplyCause.PhishingUrl, ReplyCause.Blocklist, ReplyCause.Complaint, ReplyCause.IpReputation, ReplyCause.DomainReputation],
        ["recipient"] = [ReplyCause.NoSuchUser, ReplyCause.MailboxDisabled, ReplyCause.RelayDenied, ReplyCause.Other],
        ["rate"] = [ReplyCause.RateLimit, ReplyCause.Complaint, ReplyCause.IpReputation],
        ["greylist"] = [ReplyCause.Greylist, ReplyCause.RateLimit, ReplyCause.Blocklist, ReplyCause.Other],
        ["capacity"] = [ReplyCause.MailboxFull, ReplyCause.Other, ReplyCause.RateLimit],
        ["user_unknown"] = [ReplyCause.NoSuchUser, ReplyCause.MailboxDisabled],
        ["mailbox_disabled"] = [ReplyCause.MailboxDisabled, ReplyCause.NoSuchUser],
        ["mailbox_full"] = [ReplyCause.MailboxFull],
        ["greylisting"] = [ReplyCause.Greylist, ReplyCause.Other],
        ["rate_limited"] = [ReplyCause.RateLimit, ReplyCause.SendingLimitExceeded],
        ["ip_blacklisted"] = [ReplyCause.Blocklist, ReplyCause.IpReputation, ReplyCause.Malware],
        ["domain_blacklisted"] = [ReplyCause.DomainReputation, ReplyCause.Blocklist, ReplyCause.Complaint],
        ["auth_failure"] = [ReplyCause.AuthSpf, ReplyCause.AuthDkim, ReplyCause.AuthDmarc, ReplyCause.PtrMissing],
        ["spam_blocked"] = [ReplyCause.SpamContent, ReplyCause.PhishingUrl, ReplyCause.Complaint],
        ["policy_blocked"] = [ReplyCause.SpamContent, ReplyCause.Other, ReplyCause.Protocol],
        ["relay_denied"] = [ReplyCause.RelayDenied],
        ["server_error"] = [ReplyCause.Other],
        ["virus_detected"] = [ReplyCause.Malware],
        ["invalid_address"] = [ReplyCause.NoSuchUser, ReplyCause.Protocol, ReplyCause.Dns],
        ["geo_blocked"] = [ReplyCause.Other, ReplyCause.IpReputation, ReplyCause.Blocklist],
    };

    private static readonly HashSet<string> s_aboutUs = ["blacklist", "ip_blacklisted", "domain_blacklisted", "auth_failure", "spam_blocked", "policy_blocked", "relay_denied", "spam", "block", "virus_detected"];

    [Fact]
    public void Sisimai_CausesAndScopes()
    {
        var score = new CorpusScore();
        var any = false;
        foreach (var row in Rows().Where(row => row[0].StartsWith("sisimai", StringComparison.Ordinal) && SisimaiReasons.IsBounce(row[3])))
        {
            any = true;
            score.Add(row[2], [row[3]], ShippedRules.Classifier.Classify(row[2], null));
        }

        if (any) score.AssertGood();
    }

    [Fact]
    public void OtherProjects_Causes()
    {
        var (right, all, wrong) = (0, 0, new List<string>());
        foreach (var row in Rows().Where(row => row[0] is "zone-mta" or "postalsys"))
        {
            var labels = row[3].Split('|').Where(s_labels.ContainsKey).ToArray();
            if (labels.Length == 0) continue;
            var read = ShippedRules.Classifier.Classify(row[2], null);
            all++;
            if (labels.Any(label => s_labels[label].Contains(read.Cause))) right++;
            else wrong.Add($"{row[3]}: {read.RuleId} {read.Cause}: {row[2]}");
            Assert.False(read.EndsRecipient && labels.All(s_aboutUs.Contains), $"suppressed by a fault of ours: {row[2]}");
        }

        Assert.True(right >= all * 0.97, string.Join('\n', wrong));
    }

    private static IEnumerable<string[]> Rows() => PublicCorpus.Find("replies/replies.tsv") is { } path ? File.ReadLines(path).Skip(1).Select(line => line.Split('\t')).Where(row => row.Length >= 4) : [];
}
