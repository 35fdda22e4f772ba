using Standfast.Dns;
using Standfast.Mail;
using Standfast.Recovery.Doctor.Facts;

namespace Standfast.Recovery.Doctor.Checks;

/// <summary>DMARC records of the domains that are sent for (RFC 7489 §6.3).</summary>
internal static class DmarcChecks
{
    private static readonly string[] s_policies = ["none", "quarantine", "reject"];

    public static IReadOnlyList<IDoctorCheck> All { get; } =
    [
        OfEach("DR-3030", (_, domain, _, found) => found.Count == 0 ? new Fault($"_dmarc.{domain}", $"{domain} has no DMARC record", $"v=DMARC1; p=none; rua=mailto:postmaster@{domain}") : null),
        OfEach("DR-3031", (_, _, owner, found) => found.Count > 1 ? new Fault($"_dmarc.{owner}", $"{owner} has {found.Count} DMARC records; receivers then heed none", found[0]) : null),
        OfOne("DR-3032", (_, _, owner, tags) => !s_policies.Contains(tags.GetValueOrDefault("p", "").ToLowerInvariant())
            ? new Fault($"_dmarc.{owner}", $"the DMARC record of {owner} has {(tags.TryGetValue("p", out var policy) ? $"the policy \"{policy}\", which is none" : "no policy")}", $"v=DMARC1; p=none; rua=mailto:postmaster@{owner}") : null),
        OfOne("DR-3033", (_, _, owner, tags) => !tags.ContainsKey("rua") ? new Fault($"_dmarc.{owner}", $"the DMARC record of {owner} asks for no reports: nobody sees forgeries and broken signatures", $"rua=mailto:postmaster@{owner}") : null),
        DomainCheck.OfEach("DR-3034", UnauthorisedAsync),
        OfOne("DR-3035", (_, _, owner, tags) => tags.TryGetValue("sp", out var below) && Strength(below) < Strength(tags.GetValueOrDefault("p", ""))
            ? new Fault($"_dmarc.{owner}", $"names below {owner} may be forged: sp={below} is weaker than p={tags["p"]}", $"sp={tags["p"]}") : null),
        OfOne("DR-3036", (_, _, owner, tags) => tags.TryGetValue("pct", out var share) && share != "100" && Strength(tags.GetValueOrDefault("p", "")) > 0
            ? new Fault($"_dmarc.{owner}", $"the policy of {owner} holds for {share} % of its mail; forgers have the rest", "pct=100") : null),
        OfOne("DR-3037", (facts, domain, owner, tags) => tags.GetValueOrDefault("aspf") == "s" && facts["delivery.return_path_domain"] is { Length: > 0 } path && path != domain.Value
            ? new Fault($"_dmarc.{owner}", $"SPF never counts for {domain}: aspf=s wants return paths of the domain itself, and they are of {path}", "aspf=r") : null),
    ];

    private static int Strength(string policy) => Array.IndexOf(s_policies, policy.ToLowerInvariant());

    private static bool IsDmarc(string record) => Tags.Begins(record, "v=DMARC1");

    /// <summary>Where the domain has none, that of the domain above it counts (§6.6.3), as far as two labels.</summary>
    /// <returns>Also whose records they are; the domain itself where there are none.</returns>
    private static async Task<(Answers<string> Found, string Owner)> FindAsync(IDnsResolver dns, DomainName domain, CancellationToken stop)
    {
        for (var name = domain.Value; ; name = name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..])
        {
            var found = await dns.TextsAsync($"_dmarc.{name}", stop);
            var records = found.Records.Where(IsDmarc).ToList();
            if (found.Failure is not null || records.Count > 0) return (new Answers<string>(records, found.Failure), name);
            if (name.Count(character => character == '.') < 2) return (new Answers<string>([], null), domain.Value);
        }
    }

    /// <summary>Addresses elsewhere must be allowed to take the reports (§7.1).</summary>
    private static async Task<CheckOutcome> UnauthorisedAsync(DoctorFacts facts, DomainFacts one, CancellationToken stop)
    {
        var domain = one.Domain.Name;
        var (found, owner) = await FindAsync(facts.Dns, domain, stop);
        if (found is not { Failure: null, Records: [var record] }) return found.Failure is { } failure ? CheckOutcome.Skip(failure) : CheckOutcome.Good;
        var (faults, unseen) = (new List<Fault>(), (string?)null);
        foreach (var address in Tags.Read(record).GetValueOrDefault("rua", "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Take(10))
        {
            var host = address[(address.LastIndexOf('@') + 1)..].Split('!')[0].ToLowerInvariant();
            if (host == owner || host.EndsWith($".{owner}", StringComparison.Ordinal) || owner.EndsWith($".{host}", StringComparison.Ordinal)) continue;
            var name = $"{owner}._report._dmarc.{host}";
            var allowed = await facts.Dns.TextsAsync(name, stop);
            if (allowed.Failure is not null) unseen = $"{name} cannot be looked up just now";
            else if (!allowed.Records.Any(IsDmarc)) faults.Add(new Fault(name, $"reports on {owner} are to go to {host}, which does not say that it takes them: they are not sent", "v=DMARC1"));
        }

        return new CheckOutcome(faults, unseen);
    }

    /// <summary>Where there is exactly one record.</summary>
    private static FactCheck OfOne(string id, Func<DoctorFacts, DomainName, string, Dictionary<string, string>, Fault?> look) =>
        OfEach(id, (facts, domain, owner, found) => found is [var record] ? look(facts, domain, owner, Tags.Read(record)) : null);

    /// <param name="look">Given a domain, whose records count for it, and these.</param>
    private static FactCheck OfEach(string id, Func<DoctorFacts, DomainName, string, IReadOnlyList<string>, Fault?> look) => DomainCheck.OfEach(id, async (facts, one, stop) =>
    {
        var (found, owner) = await FindAsync(facts.Dns, one.Domain.Name, stop);
        if (found.Failure is not null) return CheckOutcome.Skip($"the DMARC record of {one.Domain.Name} cannot be looked up just now: {found.Failure}");
        return look(facts, one.Domain.Name, owner, found.Records) is { } fault ? CheckOutcome.Of(fault) : CheckOutcome.Good;
    });
}
