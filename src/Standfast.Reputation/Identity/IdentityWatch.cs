using System.Net;
using Standfast.Dns;
using Standfast.Mail;
using Standfast.Reputation.Blocklists;

namespace Standfast.Reputation.Identity;

/// <summary>
/// Looks at the names of our addresses as receivers do: a PTR record that leads back (RFC 1912 §2.1), an EHLO name that leads to the address
/// (RFC 5321 §4.1.4), no name of a range, and no change. What cannot be looked up is no fault. May be called concurrently.
/// </summary>
/// <param name="sources">Those that are not public are left out.</param>
public sealed class IdentityWatch(IReadOnlyList<SourceIdentity> sources, GenericNames generic, IDnsResolver dns, IIdentityStore store, TimeSpan interval, TimeProvider time, Random random)
{
    /// <summary>Names of one address that are looked at (RFC 7208 §4.6.4 has the same number); also of PTR records.</summary>
    private const int MaxNames = 10;

    private const int MaxNameOctets = 255;

    private const double Jitter = 0.1;

    /// <summary>Before the first check after a start: the names of a whole fleet of servers that start at once are not asked for at once; ours.</summary>
    private static readonly TimeSpan s_firstWithin = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly IReadOnlyList<SourceIdentity> _sources = [.. sources.Where(source => PublicAddress.Is(source.Address))];
    private readonly Dictionary<string, KnownIdentity> _known = store.LoadIdentities().ToDictionary(identity => identity.Address, StringComparer.Ordinal);
    private IReadOnlyList<IdentityReport> _reports = [];

    /// <summary>Called outside of locks, by whoever checks.</summary>
    public event Action<StandingNews>? News;

    /// <summary>What is known of our names could not be written; it is kept in memory and written with the next change.</summary>
    public event Action<Exception>? NotWritten;

    /// <summary>Of the last check; empty before the first and where no address is public.</summary>
    public IReadOnlyList<IdentityReport> Reports
    {
        get
        {
            lock (_lock) return _reports;
        }
    }

    /// <summary>Checks until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        await Task.Delay((interval < s_firstWithin ? interval : s_firstWithin) * random.NextDouble(), time, stop);
        while (true)
        {
            await CheckAsync(stop);
            await Task.Delay(interval * (1 + (Jitter * random.NextDouble())), time, stop);
        }
    }

    public async Task<IReadOnlyList<IdentityReport>> CheckAsync(CancellationToken cancellationToken)
    {
        var reports = new List<IdentityReport>();
        foreach (var group in _sources.GroupBy(source => (source.Address, source.HeloName)))
        {
            var report = await LookAsync(group.Key.Address, group.Key.HeloName, [.. group.Select(source => source.Source).Distinct()], cancellationToken);
            reports.Add(Compare(report));
        }

        lock (_lock) _reports = reports;
        return reports;
    }

    private async Task<IdentityReport> LookAsync(IPAddress address, DomainName helo, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var findings = new List<IdentityFinding>();
        var (pointed, confirmed, unknown) = ((IReadOnlyList<string>)[], new List<string>(), (string?)null);
        switch (await dns.ResolvePtrAsync(address, cancellationToken))
        {
            case DnsAnswer<string>.Found(var found):
                pointed = [.. found.Select(Printable).Distinct().Order(StringComparer.Ordinal).Take(MaxNames)];
                foreach (var name in pointed)
                {
                    var leads = DomainName.TryParse(name, out var parsed) ? await LeadsToAsync(parsed, address, cancellationToken) : false;
                    if (leads == true) confirmed.Add(name);
                    if (leads is null) unknown = $"{name} cannot be looked up just now";
                }

                break;
            case DnsAnswer<string>.Failed(var reason):
                unknown = $"the PTR record of {address} cannot be looked up just now: {reason}";
                break;
            default:
                findings.Add(new IdentityFinding(IdentityFault.NoName, "SF-9402", $"{address} has no name: there is no PTR record. Gmail, Outlook and most others refuse its mail", $"have the owner of the address (your hosting provider's console) set its reverse DNS to {helo}"));
                break;
        }

        if (pointed.Count > 0 && confirmed.Count == 0 && unknown is null)
            findings.Add(new IdentityFinding(IdentityFault.NameNotConfirmed, "SF-9402", $"{address} is named {string.Join(", ", pointed)}, and no such name leads back to it", $"publish {(address.GetAddressBytes().Length == 4 ? "an A" : "an AAAA")} record {pointed[0]} -> {address}, or have the reverse DNS set to {helo}"));
        foreach (var name in pointed)
        {
            if (generic.WhyGeneric(name, address) is not { } why) continue;
            findings.Add(new IdentityFinding(IdentityFault.GenericName, "SF-9404", $"{address} is named {name}, which looks like the name of a range: {why}", $"have its reverse DNS set to a name of your own, such as {helo}"));
            break;
        }

        var heloLeads = await LeadsToAsync(helo, address, cancellationToken);
        if (heloLeads is null) unknown ??= $"the EHLO name {helo} cannot be looked up just now";
        if (heloLeads == false)
            findings.Add(new IdentityFinding(IdentityFault.HeloElsewhere, "SF-9403", $"mail from {address} greets as {helo}, which does not lead to that address", $"publish {(address.GetAddressBytes().Length == 4 ? "an A" : "an AAAA")} record {helo} -> {address}, or set server.hostname or pool.NAME.helo to a name that has one"));
        return new IdentityReport(address, names, helo, pointed, confirmed, findings, unknown, time.GetUtcNow(), null);
    }

    /// <summary>Whoever owns the reverse zone writes into our log: no more of it than a name has room for (RFC 1035 §2.3.4), on one line.</summary>
    private static string Printable(string name) => string.Concat(name.Take(MaxNameOctets).Select(character => char.IsControl(character) ? '?' : char.ToLowerInvariant(character)));

    /// <returns>Null where it cannot be looked up.</returns>
    private async Task<bool?> LeadsToAsync(DomainName name, IPAddress address, CancellationToken cancellationToken) => await dns.ResolveAddressesAsync(name, cancellationToken) switch
    {
        DnsAnswer<IPAddress>.Found(var found) => found.Contains(address),
        DnsAnswer<IPAddress>.Failed => null,
        _ => false,
    };

    /// <summary>Against what was known. A check that is not whole changes nothing.</summary>
    private IdentityReport Compare(IdentityReport report)
    {
        var (address, now) = (report.Address.ToString(), report.CheckedAt);
        List<StandingNews> news = [];
        KnownIdentity? changed = null;
        lock (_lock)
        {
            var known = _known.GetValueOrDefault(address);
            if (report.Unknown is not null) return report with { NamedSince = known?.Since };
            var findings = report.Findings.ToList();
            var hasChanged = known is not null && !known.Names.SequenceEqual(report.Names);
            if (hasChanged)
            {
                var change = new IdentityFinding(IdentityFault.NameChanged, "SF-9405", $"the name of {address} was {Text(known!.Names)} and is {Text(report.Names)}", "nothing where you changed it; else ask the owner of the address");
                findings.Add(change);
                news.Add(NewsOf(change, address, now, isOver: false));
            }

            var told = known?.Told ?? [];
            foreach (var finding in report.Findings.Where(finding => !told.Contains(finding.Fault))) news.Add(NewsOf(finding, address, now, isOver: false));
            foreach (var fault in told.Where(fault => report.Findings.All(finding => finding.Fault != fault)))
                news.Add(NewsOf(new IdentityFinding(fault, IdOf(fault), $"{address}, named {Text(report.Names)}: {TextOf(fault)}", "nothing"), address, now, isOver: true));
            IReadOnlyList<IdentityFault> faults = [.. report.Findings.Select(finding => finding.Fault)];
            if (known is null || hasChanged || !known.Told.SequenceEqual(faults))
            {
                changed = new KnownIdentity(address, report.Names, known is null || hasChanged ? now : known.Since, hasChanged ? known!.Names : known?.Before, faults);
                _known[address] = changed;
            }

            report = report with { Findings = findings, NamedSince = _known[address].Since };
        }

        // In this order: a crash between the two has it told again, not never.
        foreach (var one in news) News?.Invoke(one);
        Save(changed);
        return report;
    }

    private void Save(KnownIdentity? identity)
    {
        if (identity is null) return;
        try
        {
            store.Save(identity);
        }
        catch (IOException exception)
        {
            NotWritten?.Invoke(exception);
        }
    }

    private static StandingNews NewsOf(IdentityFinding finding, string address, DateTimeOffset now, bool isOver)
    {
        var (level, cause) = finding.Fault switch
        {
            IdentityFault.NoName or IdentityFault.NameNotConfirmed => (NewsLevel.Incident, "ptr-missing"),
            IdentityFault.GenericName => (NewsLevel.Warning, "dynamic-ip"),
            _ => (NewsLevel.Warning, "dns"),
        };
        return new StandingNews(now, level, isOver, finding.Id, "dns", cause, $"address={address}", finding.Text, finding.NextStep);
    }

    private static string IdOf(IdentityFault fault) => fault switch { IdentityFault.NoName or IdentityFault.NameNotConfirmed => "SF-9402", IdentityFault.HeloElsewhere => "SF-9403", IdentityFault.GenericName => "SF-9404", _ => "SF-9405" };

    private static string TextOf(IdentityFault fault) => fault switch
    {
        IdentityFault.NoName or IdentityFault.NameNotConfirmed => "its name leads back to it again",
        IdentityFault.HeloElsewhere => "its EHLO name leads to it again",
        _ => "its name looks like one of a server",
    };

    private static string Text(IReadOnlyList<string> names) => names.Count == 0 ? "nothing" : string.Join(", ", names);
}
