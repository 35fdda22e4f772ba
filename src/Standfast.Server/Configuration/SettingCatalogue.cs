using Standfast.Cli;

namespace Standfast.Server.Configuration;

/// <summary>Every key that configuration may hold.</summary>
internal static class SettingCatalogue
{
    public const string PoolPrefix = "pool.";

    private const string AnyPool = "NAME";

    /// <summary>Those of an egress pool hold NAME for its name.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        new("server.hostname", "", "Name of this server in greetings, EHLO, Received and Message-ID. Receivers check that it resolves to the sending address. Default: this machine's name.", SettingValues.CheckOptional),
        new("server.data", "./data", "Folder of spool, databases and keys.", SettingValues.CheckText),
        new("smtp.listen", "127.0.0.1:2525", "Where other mail servers deliver (MX side).", SettingValues.CheckEndpoints),
        new("submission.listen", "127.0.0.1:2587", "Where clients submit, with STARTTLS.", SettingValues.CheckEndpoints),
        new("submission.trusted_networks", "", "Clients from these networks submit for submission.trusted_account without AUTH. Whoever can use an address there can send in your name.", SettingValues.CheckNetworks),
        new("submission.trusted_account", "default", "Account of clients in submission.trusted_networks.", SettingValues.CheckAccount),
        new("submission.trusted_stream", "transactional", "Stream of their mail that neither names one (X-Standfast-Stream) nor says by List-Id, List-Unsubscribe or Precedence that it is bulk.", SettingValues.CheckStream),
        new("accounts.proven_domains_only", "false", "Take mail only from domains proven by 'standfast domain verify'. Without it who may add domains to an account may send in the name of any domain.", SettingValues.CheckBool),
        new("accounts.breached_passwords", "", "Passwords that are known from breaches, by their SHA-1 as Have I Been Pwned offers them: a folder with a file for each prefix of five digits, or one sorted file of SHA1:COUNT. Without it a user can choose a password that looks strong and is tried first.", SettingValues.CheckOptional),
        new("submissions.listen", "127.0.0.1:2465", "Where clients submit, with TLS from the start.", SettingValues.CheckEndpoints),
        new("http.listen", "127.0.0.1:8025", "HTTP API, health and metrics.", SettingValues.CheckEndpoints),
        new("dns.servers", "", "Name servers to ask. Default: the system's.", SettingValues.CheckServers),
        new("dns.timeout", "5s", "Time for one DNS query.", SettingValues.CheckDuration),
        new("delivery.port", "25", "Port of remote mail servers.", SettingValues.CheckNumber(1, 65535)),
        new("delivery.relay", "", "Smart host that takes everything that is not local.", SettingValues.CheckRelay),
        new("delivery.relay_user", "", "User name at the smart host.", SettingValues.CheckOptional),
        new("delivery.relay_password_file", "", "File that holds the password at the smart host.", SettingValues.CheckOptional),
        new("delivery.sources", "", "Local addresses to send from, used in turn; the n-th IPv4 and the n-th IPv6 address are one source.", SettingValues.CheckAddresses),
        new("delivery.families", "ipv4,ipv6", "Families of addresses to send to, in the order in which they are tried. Leave out one whose addresses here have no PTR record.", SettingValues.CheckFamilies),
        new("delivery.retry", "1m,2m,5m,10m,20m,40m,1h,2h,4h", "Waits between tries of a deferred recipient; the last repeats.", SettingValues.CheckDurations),
        new("delivery.retry_no_connection", "1m,5m,10m,20m,30m,1h,2h,4h", "The same where no host could be spoken to. Where delivery.retry alone is set, it holds for every cause.", SettingValues.CheckDurations),
        new("delivery.retry_greylisted", "1m,6m,10m,20m,1h,2h,4h", "The same where a server says that it greylists: most take the mail after 1 to 5 minutes.", SettingValues.CheckDurations),
        new("delivery.retry_rate_limited", "5m,10m,20m,30m,1h,2h,4h", "The same where a server wants less from us (421, 4.7.x).", SettingValues.CheckDurations),
        new("delivery.retry_mailbox_full", "30m,1h,2h,4h,8h,12h", "The same where a mailbox is full (4.2.2).", SettingValues.CheckDurations),
        new("delivery.retry_dns_failure", "1m,5m,15m,30m,1h,2h,4h", "The same where the DNS gave no answer.", SettingValues.CheckDurations),
        new("delivery.warn_after", "4h", "Age at which the sender is told, once a recipient, that delivery takes long: of transactional mail, or where NOTIFY=DELAY asks for it.", SettingValues.CheckDuration),
        new("delivery.returned_size_octets", "51200", "Largest message that a notification of failure brings back whole where RET=FULL asks for it; of larger ones the header.", SettingValues.CheckNumber(0, 10485760)),
        new("delivery.expire", "5d", "Age at which an undelivered message is returned.", SettingValues.CheckDuration),
        new("delivery.return_path_domain", "", "Domain of signed return paths, such as bounce.example.org, whose MX leads here: submitted mail leaves under bounce-TOKEN@ it, and what comes back is known and goes on to its sender. Default: mail leaves under its sender's own address.", SettingValues.CheckOptionalDomain),
        new("delivery.connections_per_site", "20", "Connections to one set of MX hosts at once.", SettingValues.CheckNumber(1, 1000)),
        new("delivery.paused", "false", "Accept and keep mail, attempt nothing.", SettingValues.CheckBool),
        new("pool.NAME.sources", "", "Local addresses of the egress pool NAME (a-z, 0-9, hyphen), used in turn; the n-th IPv4 and the n-th IPv6 address are one source. Instead of delivery.sources for the pool default.", SettingValues.CheckAddresses),
        new("pool.NAME.helo", "", "Name in EHLO of each source, or one for all. It should resolve to the source's address, and back. Default: server.hostname.", SettingValues.CheckDomains),
        new("pool.NAME.warmup", "false", "The pool's sources are new: what each sends to each provider in a day is capped by the plans in data/warmup until it is warm.", SettingValues.CheckBool),
        new("pool.NAME.accounts", "", "Mail that leaves by the pool: ACCOUNT, ACCOUNT/STREAM or */STREAM, the narrowest decides. The pool default takes all other.", SettingValues.CheckBindings),
        new("guard.mode", "on", "on: mail that would get you suspended is refused, deferred or held; watch: it is only reported; off: nothing is looked at.", SettingValues.CheckOneOf("on", "watch", "off")),
        new("reputation.states", "on", "on: what receivers reply slows, pauses or holds the smallest thing that explains it (docs/reputation.md); off: nothing is acted upon but what data/providers says of single replies.", SettingValues.CheckOneOf("on", "off")),
        new("reputation.pause", "1h", "First pause after a block; each further one within 7 days is twice as long. A short one asks a provider again that has just said no.", SettingValues.CheckDuration),
        new("reputation.longest_pause", "24h", "Longest pause, after which a probe asks again.", SettingValues.CheckDuration),
        new("reputation.step", "1h", "Time in which the messages of one step of data/resumption may be sent after a pause.", SettingValues.CheckDuration),
        new("reputation.addresses", "", "Public addresses that your mail is seen to come from, where the sources are not public: behind NAT, or where the system chooses. Blocklists and names are checked for these and for public sources; without any, nobody is asked.", SettingValues.CheckAddresses),
        new("reputation.check_interval", "30m", "Between two questions to a blocklist about the same address or domain, and between two looks at their names. An operator that wants a longer time gets it. At most 30d.", SettingValues.CheckDurationUpTo(TimeSpan.FromDays(30))),
        new("reputation.lists", "all", "Blocklists of data/blocklists that are asked about your addresses and domains: all, off, or a comma list of ids or zones; one with - before it is left out of all. Without them you learn of a listing from bounces.", SettingValues.CheckText),
        new("reputation.list_files", "", "Comma list of TOML files with lists of your own, in the form of data/blocklists; a list of the same id or zone takes the place of ours. Without them a private list, or another weight of a known one, needs a change of the program's own files.", SettingValues.CheckOptional),
        new("reputation.list_servers", "", "Name servers that blocklists are asked through, where those of dns.servers forward to public resolvers: great lists refuse these. Default: dns.servers.", SettingValues.CheckServers),
        new("reputation.list_access", "", "Comma list of lists whose operator knows you: ID where your resolver is registered or you are a customer, ID=FILE where FILE holds your key. They are not asked without.", SettingValues.CheckOptional),
        new("attachments.encrypted", "hold", "Archives and documents with a password, which nobody on the way can look into: hold, refuse or allow.", SettingValues.CheckOneOf("hold", "refuse", "allow")),
        new("attachments.macros", "refuse", "Office documents with macros, or that load a template from elsewhere: refuse, hold or allow. What is allowed here gets mail refused by many, and a taken-over account spreads malware.", SettingValues.CheckOneOf("refuse", "hold", "allow")),
        new("attachments.unreadable", "hold", "Attachments that are damaged or of a kind that cannot be looked into: hold, refuse or allow.", SettingValues.CheckOneOf("hold", "refuse", "allow")),
        new("attachments.allowed", "", "Comma list of endings of names, such as jar, that are sent though they are programs or scripts. Without them here such attachments are refused, as Gmail and Outlook do.", SettingValues.CheckOptional),
        new("alerts.webhook", "", "URL that gets each alert as a JSON POST, such as a chat's incoming webhook: a hold is news that must not wait for the next look at the log. Default: DATA/alerts.jsonl and the log alone.", SettingValues.CheckOptionalUrl),
        new("alerts.command", "", "Program that is run for each alert, without a shell: its path and its arguments with commas between. Kind, subject and text follow as arguments, and the alert is on its standard input as JSON. It has 30 s.", SettingValues.CheckOptional),
        new("alerts.mail_to", "", "Address that gets each alert by mail, by the smart host alerts.mail_relay.", SettingValues.CheckOptional),
        new("alerts.mail_from", "", "Sender of alerts by mail. Default: standfast@ and server.hostname.", SettingValues.CheckOptional),
        new("alerts.mail_relay", "", "Smart host of alerts, HOST or HOST:PORT (587), which is not this server: what is paused here must not keep the news of it. Requests for reinstatement go by it where our own way is paused.", SettingValues.CheckRelay),
        new("alerts.mail_user", "", "User name at alerts.mail_relay.", SettingValues.CheckOptional),
        new("alerts.mail_password_file", "", "File that holds the password at alerts.mail_relay.", SettingValues.CheckOptional),
        new("recovery.organisation", "", "Legal name of who sends, as requests for reinstatement give it (docs/recovery.md). Without it a request stays a draft: nobody answers a stranger.", SettingValues.CheckOptional),
        new("recovery.contact_name", "", "Name and role of the person who answers for the mail, such as Anna Berg, operations.", SettingValues.CheckOptional),
        new("recovery.contact_mailbox", "", "Mailbox of that person, best at the sending domain: counterparties write back to it.", SettingValues.CheckOptionalAddress),
        new("recovery.stale_after", "3d, transactional=1d", "When sending comes back after a suspension, kept mail that is older goes back to its sender with a clear text: the age of all, then STREAM=AGE, with commas between (docs/recovery.md). Without it people would get news of last week and codes that are no longer valid.", SettingValues.CheckStaleAfter),
        new("recovery.contact_phone", "", "Telephone number of that person; some forms ask for one.", SettingValues.CheckOptional),
        new("scanner.clamav", "", "Socket of clamd: ADDRESS:PORT or a path such as /run/clamav/clamd.ctl. Without it only what this server knows itself is found: programs, macros, the test file.", SettingValues.CheckScanner),
        new("scanner.rspamd", "", "Address of rspamd's normal worker, such as http://127.0.0.1:11333. Without it mail is judged by this server's own rules alone.", SettingValues.CheckOptionalUrl),
        new("scanner.timeout", "30s", "Time for one scanner to judge one message; after it the message counts as unscanned.", SettingValues.CheckDuration),
        new("scanner.on_failure", "defer", "What is done with submitted mail while a scanner does not answer: defer (the client tries again) or hold, then single streams as STREAM=hold or ACCOUNT/STREAM=hold. It is never sent unscanned.", SettingValues.CheckFailurePolicy),
        new("inbound.dnsbl", "", "Comma list of DNS blocklists that clients of smtp.listen are looked up in: ZONE, or ZONE=FIRST-LAST where only these answers mean listed. Many lists want to be asked from your own resolver and refuse public ones.", SettingValues.CheckZones),
        new("inbound.greylist_delay", "5m", "How long unknown senders wait for domains that greylist (standfast inbound policy).", SettingValues.CheckDuration),
        new("http.public_url", "", "Address at which people reach the HTTP side, such as https://mail.example.org: help links in replies and unsubscribe links begin with it. Default: http:// and http.listen.", SettingValues.CheckOptionalUrl),
        new("consent.bulk_streams", "bulk", "Streams of mail to many: without a List-Unsubscribe of its own it is given one (RFC 8058), or Gmail and Yahoo take it for spam.", SettingValues.CheckStreams),
        new("consent.mail_domain", "", "Domain whose MX leads here, such as mail.example.org: mail to unsubscribe+TOKEN@ it unsubscribes, which some mail programs prefer to links. Default: links only.", SettingValues.CheckOptionalDomain),
        new("consent.required", "", "Mail that goes only to those whose consent is recorded here: ACCOUNT (its bulk streams), ACCOUNT/STREAM or */STREAM, a comma list. Without it a bought list gets as far as its first bounces.", SettingValues.CheckConsent),
        new("consent.suppress_hard_bounces", "true", "Write no more to an address once its server says that it does not exist (5.1.1 and the like). Who goes on is blocked by providers.", SettingValues.CheckBool),
        new("feedback.addresses", "fbl,abuse,postmaster,dmarc,tlsrpt", "Where others send reports: local parts at every local domain and at delivery.return_path_domain, and whole addresses. Complaints, DMARC and TLS reports that come there are acted on; mail for a mailbox reaches it all the same.", SettingValues.CheckFeedbackAddresses),
        new("feedback.cfbl_address", "", "Address that mail asks complaints to be sent to (CFBL-Address, RFC 9477), such as fbl@example.org; receivers heed it where its domain is that of From. Default: none; most providers want to be registered with anyway.", SettingValues.CheckOptionalAddress),
        new("tracking.streams", "", "Whose opens and clicks are recorded: ACCOUNT (its bulk streams), ACCOUNT/STREAM or */STREAM, a comma list. Links of HTML mail to one recipient then lead over this server. Tell recipients of it, and ask them where the law wants it. Default: nobody's.", SettingValues.CheckConsent),
        new("tracking.url", "", "What tracked links begin with, such as https://link.example.org: a name in the domain of your From, whose HTTP requests reach http.listen. A name in a stranger's domain costs trust. Default: http.public_url.", SettingValues.CheckOptionalUrl),
        new("tracking.sunset", "", "Refuse mail of tracked bulk streams for who has neither opened nor clicked for so long, such as 365d (SF-3301). Readers whose programs show nothing look the same: ask them once before. Default: never.", SettingValues.CheckOptionalDuration),
        new("content.refuse_score", "10", "Score of the content rules from which mail to many is refused. Higher lets deceptive mail out that receivers count against you.", SettingValues.CheckNumber(1, 1000)),
        new("content.hold_score", "8", "Score from which it is held until a person releases it. Higher sends mail that is near to be refused.", SettingValues.CheckNumber(1, 1000)),
        new("content.domain_lists", "", "Blocklists of domains, such as dbl.spamhaus.org, that links of mail to many are looked up in. They need a resolver of your own. Default: none; then nobody notices when a link leads to a domain that receivers refuse.", SettingValues.CheckDomains),
        new("limits.message_size_octets", "52428800", "Largest message accepted.", SettingValues.CheckNumber(1024, 2147483647)),
        new("limits.recipients", "1000", "Recipients of one transaction.", SettingValues.CheckNumber(100, 100000)),
        new("limits.hold", "7d", "Longest time that a client may ask mail to be held before its first try (FUTURERELEASE).", SettingValues.CheckDuration),
        new("limits.connections", "2000", "SMTP connections at once.", SettingValues.CheckNumber(1, 100000)),
        new("limits.credential", "", "What each credential may send, such as 500 recipients/hour burst 100, 10000 recipients/day: of messages, recipients and bytes by minute, hour and day. Without it a stolen password may send as fast as the server can.", SettingValues.CheckLimits),
        new("limits.account", "", "The same for each account; limit set names others for one.", SettingValues.CheckLimits),
        new("limits.stream", "", "The same for each stream of an account.", SettingValues.CheckLimits),
        new("limits.source", "", "The same for each egress pool.", SettingValues.CheckLimits),
        new("limits.provider", "", "The same for each mailbox provider of data/mailbox-domains, over all accounts.", SettingValues.CheckLimits),
        new("limits.ramp", "on", "on: new accounts and their new domains begin with the recipients a day of data/ramps, except the account default and clients of submission.trusted_networks; off: none does. A new customer whom nobody knows costs the good standing of all.", SettingValues.CheckOneOf("on", "off")),
        new("tls.certificate", "", "PEM file of the certificate chain. Default: a self-signed certificate in server.data.", SettingValues.CheckOptional),
        new("tls.key", "", "PEM file of the certificate's key.", SettingValues.CheckOptional),
        new("spool.segment_size_octets", "67108864", "Size of one spool file.", SettingValues.CheckNumber(1048576, 1073741824)),
        new("spool.reserve_size_octets", "67108864", "Allocated ahead for results of accepted mail, so that they are recorded when the disk is full; whole segments, at least one.", SettingValues.CheckNumber(0, 17179869184)),
        new("spool.min_free_octets", "268435456", "Free space of the spool's file system below which new mail is answered 452.", SettingValues.CheckNumber(0, 1099511627776)),
        new("spool.min_free_inodes", "1000", "Free inodes of the spool's file system below which new mail is answered 452.", SettingValues.CheckNumber(0, 1000000000)),
    ];

    public static Setting? Find(string key)
    {
        if (!key.StartsWith(PoolPrefix, StringComparison.Ordinal)) return All.FirstOrDefault(setting => setting.Key == key);
        return key.Split('.') is [_, var name, var last] && IsPoolName(name) ? All.FirstOrDefault(setting => setting.Key == $"{PoolPrefix}{AnyPool}.{last}") : null;
    }

    private static bool IsPoolName(string name) => name.Length is > 0 and <= 32 && name.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-');

    /// <summary>The known key that a mistyped one most likely means; null when none is near.</summary>
    public static string? Nearest(string key)
    {
        var best = All.Select(setting => (setting.Key, Distance: Spelling.Distance(key, setting.Key))).MinBy(entry => entry.Distance);
        return best.Distance <= Math.Max(3, key.Length / 3) ? best.Key : null;
    }
}
