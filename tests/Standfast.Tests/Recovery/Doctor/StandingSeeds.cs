using Standfast.Recovery.Doctor.Facts;

namespace Standfast.Tests.Recovery.Doctor;

/// <summary>One fault each, of standing and settings.</summary>
internal static class StandingSeeds
{
    public static IReadOnlyList<Seed> All { get; } =
    [
        new("DR-5001", "https://check.spamhaus.org/", world => world.OnStanding(standing => standing with { Listings = [new ListedName(DoctorWorld.Four, "zen.spamhaus.org", 1, "https://check.spamhaus.org/")] })),
        new("DR-5002", "https://www.uceprotect.net/", world => world.OnStanding(standing => standing with { Listings = [new ListedName(DoctorWorld.Four, "dnsbl-1.uceprotect.net", 0.3, "https://www.uceprotect.net/")] })),
        new("DR-5003", "standfast incident show INC-7", world => world.OnStanding(standing => standing with { Incidents = [("INC-7", "Gmail, ip-reputation: blocked")] })),
        new("DR-5004", "standfast state show --source system --provider gmail", world => world.OnStanding(standing => standing with { Paused = [("source=system provider=gmail", "blocked by the provider")] })),
        new("DR-5005", "standfast state show --provider yahoo", world => world.OnStanding(standing => standing with { Slowed = [("provider=yahoo", "sending is being resumed")] })),
        new("DR-5006", "standfast stats top", world => world.OnCounts(counts => counts with { Complained = 15 })),
        new("DR-5007", "standfast pause --stream", world => world.OnCounts(counts => counts with { Complained = 50 })),
        new("DR-5008", "standfast list check", world => world.OnCounts(counts => counts with { Unknown = 300 })),
        new("DR-5009", "standfast pause --stream", world => world.OnCounts(counts => counts with { Unknown = 900 })),
        new("DR-5010", "standfast site ls", world => world.OnCounts(counts => counts with { Deferred = 4_000 })),
        new("DR-5011", "reputation.states = \"on\"", world => world.Set("reputation.states", "off")),
        new("DR-5012", "reputation.lists = \"all\"", world => world.Set("reputation.lists", "off")),
        new("DR-5013", "standfast listing lists", world => world.OnStanding(standing => standing with { AskedLists = 2, UntrustedLists = [("a", "no answer"), ("b", "no answer")] })),
        new("DR-5013", "reputation.list_servers = \"127.0.0.1:53\"", world =>
        {
            world.Set("reputation.list_servers", "127.0.0.1:5353");
            world.OnStanding(standing => standing with { AskedLists = 2, UntrustedLists = [("a", "no answer"), ("b", "no answer")] });
        }),
        new("DR-5014", "alerts.webhook", world => world.Set("alerts.webhook", "")),
        new("DR-5015", "alerts.mail_relay = \"HOST:587\"", world =>
        {
            world.Set("alerts.mail_to", "ada@elsewhere.example");
            world.Set("alerts.mail_relay", "127.0.0.1:587");
        }),
        new("DR-5016", "feedback.addresses = \"fbl,postmaster,dmarc,tlsrpt,abuse\"", world => world.Set("feedback.addresses", "fbl,postmaster,dmarc,tlsrpt")),
        new("DR-5017", "feedback.addresses = \"fbl,abuse,dmarc,tlsrpt,postmaster\"", world => world.Set("feedback.addresses", "fbl,abuse,dmarc,tlsrpt")),

        Setting("DR-6001", "guard.mode", "off", "on"),
        Setting("DR-6002", "guard.mode", "watch", "on"),
        Setting("DR-6003", "consent.suppress_hard_bounces", "false", "true"),
        Setting("DR-6004", "attachments.macros", "allow", "refuse"),
        Setting("DR-6005", "attachments.encrypted", "allow", "hold"),
        Setting("DR-6006", "attachments.unreadable", "allow", "hold"),
        Setting("DR-6007", "attachments.allowed", "exe,csv", "csv"),
        Setting("DR-6008", "content.refuse_score", "50", "10"),
        Setting("DR-6009", "content.hold_score", "10", "8"),
        new("DR-6009", "content.hold_score = \"4\"", world => world.Set("content.refuse_score", "5")),
        new("DR-6009", "content.refuse_score = \"10\"", world => world.Set("content.refuse_score", "1")),
        Setting("DR-6010", "limits.ramp", "off", "on"),
        Setting("DR-6011", "delivery.expire", "4h", "5d"),
        Setting("DR-6012", "delivery.expire", "30d", "5d"),
        Setting("DR-6013", "delivery.retry", "1s,5s", "1m,2m"),
        Setting("DR-6014", "delivery.connections_per_site", "500", "20"),
        Setting("DR-6015", "delivery.paused", "true", "false"),
        Setting("DR-6016", "limits.recipients", "50000", "1000"),
        Setting("DR-6017", "limits.message_size_octets", "1000000000", "52428800"),
        Setting("DR-6018", "reputation.check_interval", "7d", "30m"),
        Setting("DR-6019", "limits.hold", "365d", "7d"),
        Setting("DR-6020", "reputation.pause", "10s", "1h"),
        new("DR-6030", "http.public_url = \"https://mail.shop.example\"", world => world.Set("http.public_url", "")),
        Setting("DR-6031", "http.public_url", "http://mail.shop.example", "https://mail.shop.example"),
        Setting("DR-6032", "tracking.url", "http://mail.shop.example", "https://mail.shop.example"),
        new("DR-6033", "correct http.public_url", world => world.Set("http.public_url", "https://gone.shop.example")),
        new("DR-6034", "correct tracking.url", world => world.Set("tracking.url", "https://gone.shop.example")),
        new("DR-6035", "Publish leave.shop.example MX 10 mail.shop.example", world => world.Set("consent.mail_domain", "leave.shop.example")),
        new("DR-6036", "tracking.url = \"https://link.vm\"", world =>
        {
            world.Set("tracking.streams", "default/bulk");
            world.Set("http.public_url", "");
            // No domain is proven: of those another check tells.
            world.OnAccounts(accounts => accounts with { Domains = [] });
            world.Named("vm");
            world.OnNetwork(network => network with { Own = [] });
            world.OnCertificate(certificate => certificate with { Names = ["vm"] });
        }),
    ];

    private static Seed Setting(string id, string key, string value, string better) => new(id, $"{key} = \"{better}", world => world.Set(key, value));
}
