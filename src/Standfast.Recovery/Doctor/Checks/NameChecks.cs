using System.Net.Sockets;
using Standfast.Mail;
using Standfast.Recovery.Doctor.Facts;
using Standfast.Reputation.Blocklists;
using Standfast.Reputation.Identity;

namespace Standfast.Recovery.Doctor.Checks;

/// <summary>Names of our addresses, as receivers look at them (RFC 1912 §2.1, RFC 5321 §4.1.4).</summary>
internal static class NameChecks
{
    /// <summary>Of one address that are looked at (RFC 7208 §4.6.4 has the same number).</summary>
    private const int MaxNames = 10;

    public static IReadOnlyList<IDoctorCheck> All(GenericNames generic) =>
    [
        DomainCheck.OfEachAddress("DR-3001", async (facts, own, stop) => await facts.Dns.NamesAsync(own.Address, stop) is { Failure: null } names
            ? CheckOutcome.When(names.Records.Count == 0, () => new Fault(own.Address.ToString(), $"{own.Address} has no PTR record", own.HeloName.Value)) : Unseen(own)),
        DomainCheck.OfEachAddress("DR-3002", UnconfirmedAsync),
        DomainCheck.OfEachAddress("DR-3003", async (facts, own, stop) => await facts.Dns.NamesAsync(own.Address, stop) is { Failure: null } names
            ? CheckOutcome.Of(names.Records.Take(MaxNames).Select(name => (Name: name, Why: generic.WhyGeneric(name, own.Address))).Where(one => one.Why is not null).Take(1)
                .Select(one => new Fault(own.Address.ToString(), $"{own.Address} is named {one.Name}, as addresses of a range are: {one.Why}", own.HeloName.Value))) : Unseen(own)),
        DomainCheck.OfEachAddress("DR-3004", GreetsElsewhereAsync),
        FactCheck.OfNetwork("DR-3005", (facts, network) => CheckOutcome.When(
            network.Own.Any(own => own.HeloName == facts.Hostname) && IsInner(facts.Hostname),
            () => new Fault("server.hostname", $"this server calls itself {facts.Hostname}, which is no name in the DNS"))),
        new FactCheck("DR-3006", async (facts, stop) =>
        {
            if (facts.Network is not { Own.Count: > 0 } && !DomainCheck.Judged(facts).Any()) return CheckOutcome.Skip("no public address and no domain is known");
            if (IsInner(facts.Hostname)) return CheckOutcome.Good;
            return await facts.Dns.AddressesAsync(facts.Hostname, stop) is { Failure: null } found
                ? CheckOutcome.When(found.Records.Count == 0, () => new Fault(facts.Hostname.Value, $"{facts.Hostname}, the name of this server, has no address in the DNS", facts.Network?.Own.Select(own => own.Address.ToString()).FirstOrDefault() ?? "ADDRESS"))
                : CheckOutcome.Skip($"{facts.Hostname} cannot be looked up just now");
        }),
    ];

    private static async Task<CheckOutcome> UnconfirmedAsync(DoctorFacts facts, SourceIdentity own, CancellationToken stop)
    {
        var names = await facts.Dns.NamesAsync(own.Address, stop);
        if (names.Failure is not null) return Unseen(own);
        if (names.Records.Count == 0) return CheckOutcome.Good;
        foreach (var name in names.Records.Take(MaxNames))
        {
            if (!DomainName.TryParse(name, out var parsed)) continue;
            var leads = await facts.Dns.AddressesAsync(parsed, stop);
            if (leads.Failure is not null) return CheckOutcome.Skip($"{name} cannot be looked up just now");
            if (leads.Records.Contains(own.Address)) return CheckOutcome.Good;
        }

        return CheckOutcome.Of(new Fault(own.Address.ToString(), $"{own.Address} is named {string.Join(", ", names.Records.Take(3))}, and no such name leads back to it", $"{names.Records[0]} {TypeOf(own)} {own.Address}"));
    }

    private static async Task<CheckOutcome> GreetsElsewhereAsync(DoctorFacts facts, SourceIdentity own, CancellationToken stop)
    {
        if (IsInner(own.HeloName)) return CheckOutcome.Good;
        var leads = await facts.Dns.AddressesAsync(own.HeloName, stop);
        if (leads.Failure is not null) return CheckOutcome.Skip($"{own.HeloName} cannot be looked up just now");
        // That the server's own name has no address at all is another check's.
        var isWrong = leads.Records.Count > 0 ? !leads.Records.Contains(own.Address) : own.HeloName != facts.Hostname;
        return CheckOutcome.When(isWrong, () => new Fault(own.Address.ToString(), $"mail from {own.Address} greets as {own.HeloName}, which does not lead there", $"{own.HeloName} {TypeOf(own)} {own.Address}"));
    }

    private static bool IsInner(DomainName name) => !PublicName.Is(name) && (!name.Value.Contains('.', StringComparison.Ordinal) || name.Value.EndsWith(".localdomain", StringComparison.Ordinal) || name.Value.EndsWith(".local", StringComparison.Ordinal));

    private static string TypeOf(SourceIdentity own) => own.Address.AddressFamily == AddressFamily.InterNetwork ? "A" : "AAAA";

    private static CheckOutcome Unseen(SourceIdentity own) => CheckOutcome.Skip($"the PTR record of {own.Address} cannot be looked up just now");
}
