using System.Net;
using Standfast.Accounts;
using Standfast.Mail;
using Standfast.Simulation.Disk;
using Standfast.Simulation.Engine;
using Standfast.Simulation.Faults;
using Standfast.Simulation.Judging;
using Standfast.Simulation.Names;
using Standfast.Simulation.Network;
using Standfast.Simulation.Peers;
using Standfast.Simulation.Scheduling;

namespace Standfast.Simulation;

/// <summary>All that is not the server: providers with their domains, the DNS, the network, the disk, the clients, and the judge.</summary>
internal sealed class SimulatedWorld
{
    public const string Hostname = "mx.sim.test";

    private const int LmtpPort = 24;

    private readonly Dictionary<IPAddress, string> _providerOf = [];
    private readonly EgressJudge? _egress;

    public SimulatedWorld(SimulationPlan plan, StepScheduler scheduler)
    {
        Plan = plan;
        Scheduler = scheduler;
        Judge = new Judge(scheduler) { ExpiresAfter = plan.ExpireAfter - TimeSpan.FromHours(2) };
        Process = new SimulatedProcess(scheduler, 0, exception => Judge.Fail($"unhandled in the world: {exception}"));
        Clock = new VirtualClock(Process);
        Network = new SimulatedNetwork(Process, Clock) { SegmentSizes = [.. plan.NetworkSegments] };
        Dns = new SimulatedDns(scheduler, Clock);
        Disk = new SimulatedDisk(scheduler) { Honesty = plan.Syncs, CopiesOnWrite = plan.CopiesOnWrite };
        Events = new SimulatedEventLog(scheduler, Judge.Observe);
        ClockMemory = new SimulatedClockMemory(scheduler);
        Judge.WasMissing = Dns.OnceMissing.Contains;
        Judge.TimeFull = () => Disk.TimeFull;
        if (plan.HasPools) _egress = new EgressJudge(Judge, scheduler, SimulatedEgress.MayLeaveBy, SimulatedEgress.Warming, SimulatedEgress.Plan);
        foreach (var index in Enumerable.Range(1, 3)) AddProvider(index);
        AddSenders();
    }

    public SimulationPlan Plan { get; }

    public StepScheduler Scheduler { get; }

    public SimulatedProcess Process { get; }

    public VirtualClock Clock { get; }

    public Judge Judge { get; }

    public SimulatedNetwork Network { get; }

    public SimulatedDns Dns { get; }

    public SimulatedDisk Disk { get; }

    public SimulatedEventLog Events { get; }

    public SimulatedClockMemory ClockMemory { get; }

    public SimulatedLedger Ledger { get; } = new();

    public List<Provider> Providers { get; } = [];

    public List<DomainName> Domains { get; } = [];

    public List<SenderDomain> SenderDomains { get; } = [];

    /// <summary>Where the server listens: a submission address for each account, and the MX side.</summary>
    public List<(IPAddress Address, AccountId? Account)> Doors { get; } = [];

    public static DomainName Domain(string name) => EmailAddress.Parse("x@" + name).Domain;

    public string ProviderOf(IPAddress address) => _providerOf[address];

    public void Move(DomainName domain, Provider provider) => Dns.SetMx(domain, [.. provider.Hosts.Select(host => host.Host)]);

    /// <returns>The clients' work.</returns>
    public Task RunClientsAsync()
    {
        List<string> recipients = [.. Domains.SelectMany(domain => new[] { "u1", "u2", "u3", "u4", "grey" }.Select(local => $"{local}@{domain}")), $"bad@{Domains[0]}", "u1@missing.test"];
        List<string> locals = [.. SenderDomains.Select(domain => $"box@{domain.Name}")];
        return Task.WhenAll(Enumerable.Range(0, Plan.Clients).Select(index =>
        {
            var (address, account) = Doors[index % Doors.Count];
            var sender = account is null ? "stranger@elsewhere.test" : $"box@{SenderDomains[index % Doors.Count].Name}";
            var client = new SubmittingClient(Process, Clock, Network, Judge, address, sender, account is null ? locals : recipients) { Rudeness = Plan.Rudeness, MaxBodyOctets = Plan.MaxBodyOctets };
            return client.RunAsync(Plan.MessagesPerClient, Plan.Length / Plan.MessagesPerClient);
        }));
    }

    private void AddProvider(int index)
    {
        var provider = new Provider($"provider{index}", Scheduler, Network, isLmtp: false);
        foreach (var host in Enumerable.Range(1, 2)) AddHost(provider, Domain($"mx{host}.p{index}.test"), IPAddress.Parse($"192.0.2.{(index * 10) + host}"));
        foreach (var number in Enumerable.Range(1, 2))
        {
            var domain = Domain($"d{number}.p{index}.test");
            Domains.Add(domain);
            Move(domain, provider);
        }
    }

    private void AddHost(Provider provider, DomainName host, IPAddress address)
    {
        if (!Providers.Contains(provider)) Providers.Add(provider);
        provider.Hosts.Add((host, address));
        _providerOf[address] = provider.Name;
        Dns.SetAddresses(host, address);
        Network.Listen(address, end => Process.Start(() => new SinkSession(end, provider, Judge, provider.IsLmtp ? null : _egress, Process, Clock).RunAsync()));
    }

    private void AddSenders()
    {
        Dns.SetState(Domain("missing.test"), NameState.NoSuchName);
        var lmtp = new Provider("mailboxes", Scheduler, Network, isLmtp: true);
        var address = IPAddress.Parse("192.0.2.200");
        AddHost(lmtp, Domain("lmtp.sim.test"), address);
        foreach (var index in Enumerable.Range(1, 2))
        {
            var account = AccountId.Parse($"account{index}");
            SenderDomains.Add(new SenderDomain(Domain($"sender{index}.test"), account, DateTimeOffset.UnixEpoch) { Local = new LocalDelivery.Lmtp($"{address}:{LmtpPort}") });
            Doors.Add((IPAddress.Parse($"10.1.0.{index}"), account));
        }

        Doors.Add((IPAddress.Parse("10.1.0.99"), null));
    }
}
