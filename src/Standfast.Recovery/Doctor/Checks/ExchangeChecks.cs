using System.Net;
using Standfast.Accounts;
using Standfast.Mail;
using Standfast.Recovery.Doctor.Facts;
using Standfast.Reputation.Blocklists;

namespace Standfast.Recovery.Doctor.Checks;

/// <summary>Where mail for our domains goes: replies, bounces and reports come there (RFC 5321 §5.1).</summary>
internal static class ExchangeChecks
{
    private const int MaxHosts = 10;

    public static IReadOnlyList<IDoctorCheck> All { get; } =
    [
        DomainCheck.OfEachLocal("DR-3040", (facts, one, stop) => MissingAsync(facts, one.Domain.Name, stop)),
        DomainCheck.OfEachLocal("DR-3041", (facts, one, stop) => ElsewhereAsync(facts, one.Domain.Name, stop)),
        DomainCheck.OfEach("DR-3042", NowhereAsync),
        DomainCheck.OfEach("DR-3043", async (facts, one, stop) => await facts.Dns.ExchangesAsync(one.Domain.Name, stop) is { Failure: null } found
            ? CheckOutcome.When(found.Records is [{ Exchange: null }], () => new Fault(one.Domain.Name.Value, $"{one.Domain.Name} says that it takes no mail (MX \".\"): receivers refuse mail that cannot be answered", facts.Hostname.Value)) : Unseen(one.Domain.Name)),
        DomainCheck.OfEach("DR-3044", UnreachableAsync),
        FactCheck.Of("DR-3045", facts => facts.Accounts is { } accounts
            ? CheckOutcome.Of(accounts.Domains.Where(one => one.Domain.VerifiedAt is null && PublicName.Is(one.Domain.Name)).Select(one => new Fault(one.Domain.Name.Value, $"that {one.Domain.Name} is {one.Domain.Account}'s has not been proven"))) : null),
        new FactCheck("DR-3050", (facts, stop) => OfReturnPathAsync(facts, MissingAsync, stop)),
        new FactCheck("DR-3051", (facts, stop) => OfReturnPathAsync(facts, ElsewhereAsync, stop)),
        new FactCheck("DR-3052", (facts, stop) => OfReturnPathAsync(facts, WithoutSpfAsync, stop)),
    ];

    private static async ValueTask<CheckOutcome> OfReturnPathAsync(DoctorFacts facts, Func<DoctorFacts, DomainName, CancellationToken, Task<CheckOutcome>> look, CancellationToken stop) =>
        DomainName.TryParse(facts["delivery.return_path_domain"], out var domain) ? await look(facts, domain, stop) : CheckOutcome.Good;

    private static async Task<CheckOutcome> MissingAsync(DoctorFacts facts, DomainName domain, CancellationToken stop) => await facts.Dns.ExchangesAsync(domain, stop) is { Failure: null } found
        ? CheckOutcome.When(found.Records.Count == 0, () => new Fault(domain.Value, $"{domain} has no MX record: mail for it does not come", facts.Hostname.Value)) : Unseen(domain);

    private static async Task<CheckOutcome> ElsewhereAsync(DoctorFacts facts, DomainName domain, CancellationToken stop)
    {
        var found = await facts.Dns.ExchangesAsync(domain, stop);
        if (found.Failure is not null) return Unseen(domain);
        var hosts = found.Records.Select(mx => mx.Exchange).OfType<DomainName>().Take(MaxHosts).ToList();
        if (hosts.Count == 0 || hosts.Contains(facts.Hostname)) return CheckOutcome.Good;
        HashSet<IPAddress> ours = [.. facts.Network?.Local ?? [], .. facts.Network?.Own.Select(own => own.Address) ?? [], IPAddress.Loopback];
        foreach (var host in hosts)
        {
            var addresses = await facts.Dns.AddressesAsync(host, stop);
            if (addresses.Failure is not null) return Unseen(host);
            if (addresses.Records.Count == 0 || addresses.Records.Any(ours.Contains)) return CheckOutcome.Good;
        }

        return CheckOutcome.Of(new Fault(domain.Value, $"mail for {domain} goes to {string.Join(", ", hosts.Take(3))}, not to this server", facts.Hostname.Value));
    }

    private static async Task<CheckOutcome> NowhereAsync(DoctorFacts facts, DomainFacts one, CancellationToken stop)
    {
        var found = await facts.Dns.ExchangesAsync(one.Domain.Name, stop);
        if (found.Failure is not null) return Unseen(one.Domain.Name);
        var (faults, unseen) = (new List<Fault>(), (string?)null);
        foreach (var host in found.Records.Select(mx => mx.Exchange).OfType<DomainName>().Take(MaxHosts))
        {
            // That our own name has no address is another check's.
            if (host == facts.Hostname) continue;
            var addresses = await facts.Dns.AddressesAsync(host, stop);
            if (addresses.Failure is not null) unseen = $"{host} cannot be looked up just now";
            else if (addresses.Records.Count == 0) faults.Add(new Fault(host.Value, $"mail for {one.Domain.Name} goes to {host}, which has no address", one.Domain.Name.Value));
        }

        return new CheckOutcome(faults, unseen);
    }

    private static async Task<CheckOutcome> UnreachableAsync(DoctorFacts facts, DomainFacts one, CancellationToken stop)
    {
        if (one.Domain.Local is not LocalDelivery.NotLocal) return CheckOutcome.Good;
        var (domain, found) = (one.Domain.Name, await facts.Dns.ExchangesAsync(one.Domain.Name, stop));
        if (found.Failure is not null) return Unseen(domain);
        if (found.Records.Count > 0) return CheckOutcome.Good;
        var addresses = await facts.Dns.AddressesAsync(domain, stop);
        return addresses.Failure is not null ? Unseen(domain)
            : CheckOutcome.When(addresses.Records.Count == 0, () => new Fault(domain.Value, $"{domain} has neither MX nor address: receivers refuse mail that cannot be answered", facts.Hostname.Value));
    }

    private static async Task<CheckOutcome> WithoutSpfAsync(DoctorFacts facts, DomainName domain, CancellationToken stop)
    {
        if (DomainCheck.Judged(facts).Any(one => one.Domain.Name == domain)) return CheckOutcome.Good;
        var found = await facts.Dns.TextsAsync(domain.Value, stop);
        return found.Failure is not null ? Unseen(domain)
            : CheckOutcome.When(!found.Records.Any(SpfReader.IsSpf), () => new Fault(domain.Value, $"{domain}, of which return paths are, has no SPF record", $"v=spf1 a:{facts.Hostname} -all"));
    }

    private static CheckOutcome Unseen(DomainName name) => CheckOutcome.Skip($"{name} cannot be looked up just now");
}
