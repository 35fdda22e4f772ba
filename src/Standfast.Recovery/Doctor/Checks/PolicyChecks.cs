using System.Globalization;
using Standfast.Recovery.Doctor.Facts;

namespace Standfast.Recovery.Doctor.Checks;

/// <summary>Settings that let out what gets a sender suspended, or that lose mail. Bounds are ours.</summary>
internal static class PolicyChecks
{
    private static readonly TimeSpan s_leastExpiry = TimeSpan.FromDays(1), s_mostExpiry = TimeSpan.FromDays(10), s_leastRetry = TimeSpan.FromSeconds(30), s_mostInterval = TimeSpan.FromHours(24);

    /// <summary>Gmail, Outlook and Yahoo refuse these in any form (support.google.com/mail/answer/6590).</summary>
    private static readonly HashSet<string> s_programs = new(StringComparer.OrdinalIgnoreCase) { "exe", "com", "scr", "bat", "cmd", "pif", "js", "jse", "vbs", "vbe", "wsf", "wsh", "hta", "msi", "ps1", "cpl", "lnk", "jar", "dll" };

    public static IReadOnlyList<IDoctorCheck> All { get; } =
    [
        Setting("DR-6001", "guard.mode", (_, value) => value == "off", "nothing is looked at before it is sent", "on"),
        Setting("DR-6002", "guard.mode", (_, value) => value == "watch", "what would get you suspended is reported and sent", "on"),
        Setting("DR-6003", "consent.suppress_hard_bounces", (_, value) => value == "false", "addresses that do not exist are written to again and again; providers block for it", "true"),
        Setting("DR-6004", "attachments.macros", (_, value) => value == "allow", "documents with macros are sent; receivers refuse them, and taken-over accounts spread malware", "refuse"),
        Setting("DR-6005", "attachments.encrypted", (_, value) => value == "allow", "archives with a password are sent unseen; malware travels so", "hold"),
        Setting("DR-6006", "attachments.unreadable", (_, value) => value == "allow", "attachments that cannot be looked into are sent unseen", "hold"),
        FactCheck.Of("DR-6007", facts => CheckOutcome.When(
            facts.List("attachments.allowed").Any(s_programs.Contains), () => new Fault("attachments.allowed", $"programs are sent as attachments: {string.Join(", ", facts.List("attachments.allowed").Where(s_programs.Contains))}", string.Join(',', facts.List("attachments.allowed").Where(ending => !s_programs.Contains(ending)))))),
        Setting("DR-6008", "content.refuse_score", (facts, _) => facts.Number("content.refuse_score") > 20, "deceptive mail to many is hardly ever refused", "10"),
        FactCheck.Of("DR-6009", facts => CheckOutcome.When(facts.Number("content.hold_score") >= facts.Number("content.refuse_score"), () => NeverHeld(facts["content.hold_score"], facts.Number("content.refuse_score")))),
        Setting("DR-6010", "limits.ramp", (_, value) => value == "off", "a new customer whom nobody knows may send at once as much as an old one", "on"),
        Setting("DR-6011", "delivery.expire", (facts, _) => facts.Duration("delivery.expire") < s_leastExpiry, "mail is returned after an outage of hours (RFC 5321 §4.5.4.1 wants 4 to 5 days)", "5d"),
        Setting("DR-6012", "delivery.expire", (facts, _) => facts.Duration("delivery.expire") > s_mostExpiry, "senders learn only after weeks that their mail did not arrive", "5d"),
        Setting("DR-6013", "delivery.retry", (facts, _) => facts.Duration("delivery.retry") < s_leastRetry, "a server that has just said \"later\" is asked again at once; providers slow or block for it", "1m,2m,5m,10m,20m,40m,1h,2h,4h"),
        Setting("DR-6014", "delivery.connections_per_site", (facts, _) => facts.Number("delivery.connections_per_site") > 100, "so many connections to one provider get an address blocked", "20"),
        Setting("DR-6015", "delivery.paused", (_, value) => value == "true", "mail is taken and none is sent", "false"),
        Setting("DR-6016", "limits.recipients", (facts, _) => facts.Number("limits.recipients") > 10_000, "one transaction may go to more recipients than a stolen password should reach", "1000"),
        Setting("DR-6017", "limits.message_size_octets", (facts, _) => facts.Number("limits.message_size_octets") > 157_286_400, "messages are taken that hardly any provider takes (Outlook 150 MB, Gmail 50 MB)", "52428800"),
        Setting("DR-6018", "reputation.check_interval", (facts, _) => facts.Duration("reputation.check_interval") > s_mostInterval, "a listing is noticed only after a day", "30m"),
        Setting("DR-6019", "limits.hold", (facts, _) => facts.Duration("limits.hold") > TimeSpan.FromDays(90), "mail may be put off for months, and then surprises who gets it", "7d"),
        Setting("DR-6020", "reputation.pause", (facts, _) => facts.Duration("reputation.pause") < TimeSpan.FromMinutes(10), "a provider that has just blocked us is asked again within minutes", "1h"),
    ];

    /// <summary>Four fifths, as the defaults are to each other; below a score of 2 there is no room for one.</summary>
    private static Fault NeverHeld(string hold, long refuse)
    {
        var cause = $"content.hold_score is {hold}, content.refuse_score {refuse}: nothing is ever held for a look, for that would have to be below";
        return refuse > 1 ? new Fault("content.hold_score", cause, (refuse * 4 / 5).ToString(CultureInfo.InvariantCulture)) : new Fault("content.refuse_score", cause, "10");
    }

    private static FactCheck Setting(string id, string key, Func<DoctorFacts, string, bool> isWrong, string effect, string better) =>
        FactCheck.Of(id, facts => CheckOutcome.When(facts[key].Length > 0 && isWrong(facts, facts[key]), () => new Fault(key, $"{key} is {facts[key]}: {effect}", better)));
}
