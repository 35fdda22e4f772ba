using Standfast.Recovery;
using Standfast.Recovery.Diagnosis;

namespace Standfast.Tests.Recovery.Diagnosis;

/// <summary>An incident as one cause would make it, with things beside it that point elsewhere.</summary>
internal static class GeneratedIncident
{
    private static readonly string[] s_noise =
    [
        "Please contact us if you have questions.", "See our acceptable use policy.", "Recipients must be able to unsubscribe.", "High bounce rates or complaints can also lead to this.", "Publish SPF and DKIM.",
        "We look at spam traps, complaints and bounces.", "Check that your server is not compromised.",
    ];

    public static (SuspensionCause Cause, DiagnosisFacts Facts) Make(int seed)
    {
        var random = new Random(seed);
        var causes = Enum.GetValues<SuspensionCause>();
        var cause = causes[seed % causes.Length];
        string Pick(params string[] texts) => texts[random.Next(texts.Length)];
        // All is as ever, before something is not.
        long attempts = random.Next(2_000, 50_000), complained = (long)(attempts * random.NextDouble() * 0.0008), unknown = (long)(attempts * random.NextDouble() * 0.012);
        var facts = new DiagnosisFacts(Pick("ses", "outlook", "gmail", "hosting"), Pick("other", "account-suspended-by-provider"), [])
        {
            Attempts = attempts,
            Delivered = attempts - unknown,
            Complained = complained,
            Unknown = unknown,
            VolumeRatio = 0.6 + (random.NextDouble() * 1.2),
            HeldSenders = [],
            Listings = [],
            NameFaults = [],
            LimitsPassed = [],
        };
        List<string> said = [];
        switch (cause)
        {
            case SuspensionCause.Policy:
                facts = facts with { Cause = Pick("account-suspended-by-provider", "spam-content"), HasUnprovenConsent = random.Next(2) == 0 ? true : null };
                said.Add(Pick("Your mail is sent without consent.", "This is prohibited by our acceptable use policy: tell us how each address was acquired.", "There is no way to unsubscribe, as our terms of service ask for."));
                break;
            case SuspensionCause.Limits:
                facts = facts with { Cause = Pick("rate-limit", "sending-limit-exceeded"), VolumeRatio = 2 + (random.NextDouble() * 4), LimitsPassed = random.Next(2) == 0 ? ["shop: 2,100 in 1 d, limit 2,000"] : [] };
                said.Add(Pick("The daily limit is exceeded.", "421 too many messages from your address", "The sending quota has been reached."));
                break;
            case SuspensionCause.Compromise:
                facts = facts with { Cause = Pick("spam-content", "account-suspended-by-provider", "malware", "sending-limit-exceeded", "blocklist"), VolumeRatio = 3 + (random.NextDouble() * 20), HeldSenders = [("shop", "SF-7001", "from 14 networks in an hour; 1 is usual")], Unknown = unknown * random.Next(1, 8), Complained = complained * random.Next(1, 4) };
                said.Add(Pick("Spam was sent by your server.", "Your credentials were leaked.", "192.0.2.9 is listed on the XBL.", "The account looks compromised.", "Too many messages per hour."));
                break;
            case SuspensionCause.Content:
                facts = facts with { Cause = Pick("spam-content", "phishing-url"), ContentFindings = random.Next(2) == 0 ? random.Next(1, 30) : null };
                said.Add(Pick("A malicious link is in your mail.", "The domain of a link is on the DBL.", "Phishing was reported.", "The content of the message was found to be spam, with a virus."));
                break;
            case SuspensionCause.Complaints:
                facts = facts with { Cause = Pick("complaint", "complaints", "domain-reputation", "account-suspended-by-provider"), Complained = (long)(attempts * (0.003 + (random.NextDouble() * 0.01))), Anomalies = random.Next(2) == 0 ? [("complaints", "complaints of shop bulk: 80 of 9,000; 0.02 % is usual")] : [] };
                said.Add(Pick("The complaint rate is above 0.1 %.", "Too many of our users marked your mail as spam.", "The spam rate is too high."));
                break;
            case SuspensionCause.ListQuality:
                facts = facts with { Cause = Pick("blocklist", "spam-content", "ip-reputation"), Unknown = (long)(attempts * random.NextDouble() * 0.06), Listings = random.Next(2) == 0 ? [("zen.spamhaus.org", "192.0.2.9", false)] : [] };
                said.Add(Pick("Hits of spam traps were seen.", "You wrote to spamtraps; the list was purchased.", "Pristine traps were hit."));
                break;
            case SuspensionCause.Bounces:
                facts = facts with { Cause = Pick("no-such-user", "unknown-recipients", "account-suspended-by-provider"), Unknown = (long)(attempts * (0.06 + (random.NextDouble() * 0.2))) };
                said.Add(Pick("The bounce rate is above 5 %.", "Too many invalid recipients.", "Many recipients do not exist."));
                break;
            case SuspensionCause.Listing:
                facts = facts with { Cause = "blocklist", Listings = [("zen.spamhaus.org", "192.0.2.9", false)] };
                said.Add(Pick("554 192.0.2.9 is listed at zen.spamhaus.org", "550 blocked using a DNSBL", "Your address is on our block list."));
                break;
            case SuspensionCause.Authentication:
                facts = facts with { Cause = Pick("auth-spf", "auth-dkim", "auth-dmarc", "ptr-missing"), NameFaults = random.Next(4) > 0 ? ["DR-3022 The key of a domain is not published: s1._domainkey.shop.example"] : null };
                said.Add(Pick("550 5.7.26 unauthenticated mail is not accepted", "550 5.7.25 the address has no PTR", "Mail fails DMARC.", "DKIM does not verify."));
                break;
            case SuspensionCause.Neighbour:
                facts = facts with { Cause = Pick("blocklist", "ip-reputation"), Listings = random.Next(2) == 0 ? [("dnsbl-3.uceprotect.net", "192.0.2.9", true)] : [] };
                said.Add(Pick("550 part of their network is on our block list (S3150)", "Your netblock is listed.", "The whole range of AS64500 is listed: UCEPROTECT-Level 3."));
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }

        // Whoever released it took it for an alarm that was false.
        if (cause == SuspensionCause.Compromise && random.Next(4) == 0) facts = facts with { HeldSenders = [], ReleasedSenders = facts.HeldSenders! };
        // One thing that is true of many, or an unhappy day beside it.
        if (random.Next(2) == 0) said.Add(s_noise[random.Next(s_noise.Length)]);
        facts = random.Next(6) switch
        {
            0 when facts.NameFaults is { Count: 0 } => facts with { NameFaults = ["DR-3004 The EHLO name does not lead to the address: mail.shop.example"] },
            1 when facts.VolumeRatio < 2 => facts with { VolumeRatio = 3.5 },
            2 when facts.Listings is { Count: 0 } => facts with { Listings = [("psbl.surriel.com", "192.0.2.9", false)] },
            3 => facts with { Anomalies = [.. facts.Anomalies, ("bounces", "bounces as no-such-user of shop bulk: 30 of 900; 1 % is usual")] },
            4 when random.Next(2) == 0 => facts with { ContentFindings = facts.ContentFindings ?? random.Next(1, 3), HasUnprovenConsent = facts.HasUnprovenConsent ?? random.Next(2) == 0 },
            4 => facts with { HeldSenders = facts.HeldSenders is { Count: 0 } ? null : facts.HeldSenders, NameFaults = null },
            _ => facts,
        };
        return (cause, facts with { Said = said });
    }
}
