using System.Net;
using Standfast.Mail;
using Standfast.Simulation.Internet.Judging;
using Standfast.Simulation.Internet.Knowledge;
using Standfast.Simulation.Names;
using Standfast.Simulation.Scheduling;

namespace Standfast.Simulation.Internet.World;

/// <summary>Everybody but the server: providers with their mailboxes, blocklists, the hosting provider, readers, and the DNS.</summary>
internal sealed class InternetWorld
{
    /// <summary>Address that the server sends from.</summary>
    public const string SourceText = "198.51.100.10";

    private readonly Dictionary<IPAddress, MailboxProvider?> _hosts = [];
    private readonly Dictionary<string, Blocklist> _lists;
    private readonly HashSet<string> _authenticated;
    private readonly int _seed;

    /// <param name="senders">Domains whose owners have set up SPF, DKIM and DMARC for this server; what comes back to them has a host of its own.</param>
    public InternetWorld(SurvivalKnowledge knowledge, StepScheduler scheduler, SurvivalJudge judge, int seed, IReadOnlyCollection<string> senders)
    {
        (Knowledge, Scheduler, Judge, _seed, _authenticated) = (knowledge, scheduler, judge, seed, [.. senders]);
        Process = new SimulatedProcess(scheduler, 0, exception => Fault ??= exception);
        Clock = new VirtualClock(Process);
        Mailboxes = new Mailboxes(knowledge, seed);
        Readers = new Readers(this);
        Host = new HostingProvider(knowledge.Host, SourceText, judge, scheduler, RandomFor("host"));
        _lists = knowledge.Blocklists.ToDictionary(rules => rules.Name, rules => new Blocklist(rules, SourceText, judge));
        Dns = new SimulatedDns(scheduler, Clock);
        Providers = [.. knowledge.Providers.Select(rules => new MailboxProvider(rules, this))];
        foreach (var provider in Providers) AddHost(provider.Rules.Mx, provider.Rules.Domains, provider);
        AddHost("mx.customers.example", senders, null);
    }

    public SurvivalKnowledge Knowledge { get; }

    public StepScheduler Scheduler { get; }

    public SurvivalJudge Judge { get; }

    public SimulatedProcess Process { get; }

    public VirtualClock Clock { get; }

    public SimulatedDns Dns { get; }

    public Mailboxes Mailboxes { get; }

    public Readers Readers { get; }

    public HostingProvider Host { get; }

    public IReadOnlyList<MailboxProvider> Providers { get; }

    /// <summary>What went wrong in the world itself; null for nothing.</summary>
    public Exception? Fault { get; private set; }

    public TimeSpan Now => Scheduler.Now;

    public Random RandomFor(string what) => new(unchecked((_seed * 1_000_003) ^ what.Aggregate(17, (hash, character) => hash * 31 + character)));

    public bool IsAuthenticated(string domain) => _authenticated.Contains(domain);

    public Blocklist? FindList(string name) => _lists.GetValueOrDefault(name);

    /// <summary>False where nobody answers.</summary>
    /// <param name="provider">Null for the host to which reports go back.</param>
    public bool Find(IPAddress address, out MailboxProvider? provider) => _hosts.TryGetValue(address, out provider);

    /// <summary>A message's content has gone over port 25.</summary>
    public void Left(SentMail? mail, bool hasWayOut)
    {
        if (mail is null) return;
        Judge.Left(mail, isMended: mail.Traits.HasNoWayOut && hasWayOut);
        Host.Sent(mail.Traits.Filtered >= 0.5);
    }

    private void AddHost(string host, IEnumerable<string> domains, MailboxProvider? provider)
    {
        var address = IPAddress.Parse($"192.0.2.{_hosts.Count + 1}");
        _hosts.Add(address, provider);
        Dns.SetAddresses(Domain(host), address);
        foreach (var domain in domains) Dns.SetMx(Domain(domain), Domain(host));
    }

    private static DomainName Domain(string name) => EmailAddress.Parse("x@" + name).Domain;
}
