using Standfast.Mail;
using Standfast.Recovery.Doctor.Facts;

namespace Standfast.Recovery.Doctor.Checks;

/// <summary>SPF records of the domains that are sent for (RFC 7208).</summary>
internal static class SpfChecks
{
    /// <summary>§4.6.4.</summary>
    private const int MaxLookups = 10, MaxVoids = 2;

    public static IReadOnlyList<IDoctorCheck> All { get; } =
    [
        OfEach("DR-3010", (facts, domain, spf) => spf.Records.Count == 0 ? new Fault(domain.Value, $"{domain} has no SPF record", $"v=spf1 a:{facts.Hostname} -all") : null),
        OfEach("DR-3011", (_, domain, spf) => spf.Records.Count > 1 ? new Fault(domain.Value, $"{domain} has {spf.Records.Count} SPF records; receivers then heed none", string.Join(" | ", spf.Records)) : null),
        OfOne("DR-3012", (_, domain, spf) => spf.All == '+' ? new Fault(domain.Value, $"the SPF record of {domain} lets everybody send in its name: {spf.Records[0]}", Ending(spf, "-all")) : null),
        OfOne("DR-3013", (_, domain, spf) => spf.All is null or '?' && spf is { Failure: null, Errors.Count: 0, HasMacros: false } ? new Fault(domain.Value, $"the SPF record of {domain} says nothing of other senders: {spf.Records[0]}", Ending(spf, "-all")) : null),
        OfOne("DR-3014", (_, domain, spf) => spf.Lookups > MaxLookups ? new Fault(domain.Value, $"the SPF record of {domain} takes {spf.Lookups} look-ups; after {MaxLookups} receivers give up") : null),
        OfOne("DR-3015", Uncovered),
        OfOne("DR-3016", (_, domain, spf) => spf.Errors.Count > 0 ? new Fault(domain.Value, $"the SPF record of {domain} is broken: {spf.Errors[0]}") : null),
        OfOne("DR-3017", (_, domain, spf) => spf.UsesPtr ? new Fault(domain.Value, $"the SPF record of {domain} uses ptr, which is slow and which many do not heed (RFC 7208 §5.5)") : null),
        OfOne("DR-3018", (_, domain, spf) => spf.Voids > MaxVoids ? new Fault(domain.Value, $"{spf.Voids} look-ups of the SPF record of {domain} lead nowhere; after {MaxVoids} receivers give up") : null),
    ];

    private static Fault? Uncovered(DoctorFacts facts, DomainName domain, SpfReport spf)
    {
        if (facts["delivery.relay"].Length > 0 || spf.HasMacros || spf.All == '+' || spf.Errors.Count > 0 || spf.Failure is not null) return null;
        var missing = facts.Network?.Own.Select(own => own.Address).Where(address => !spf.Allows(address)).Distinct().ToList() ?? [];
        if (missing.Count == 0) return null;
        var terms = string.Join(' ', missing.Select(address => address.GetAddressBytes().Length == 4 ? $"ip4:{address}" : $"ip6:{address}"));
        return new Fault(domain.Value, $"the SPF record of {domain} does not let {string.Join(", ", missing)} send: {spf.Records[0]}", spf.Records[0].Replace("v=spf1", $"v=spf1 {terms}", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The record with another end.</summary>
    private static string Ending(SpfReport spf, string end) =>
        string.Join(' ', [.. spf.Records[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(term => !term.TrimStart('+', '-', '~', '?').Equals("all", StringComparison.OrdinalIgnoreCase)), end]);

    /// <summary>Where there is exactly one record.</summary>
    private static FactCheck OfOne(string id, Func<DoctorFacts, DomainName, SpfReport, Fault?> look) => OfEach(id, (facts, domain, spf) => spf.Records.Count == 1 ? look(facts, domain, spf) : null);

    private static FactCheck OfEach(string id, Func<DoctorFacts, DomainName, SpfReport, Fault?> look) => DomainCheck.OfEach(id, async (facts, one, stop) =>
    {
        var spf = await SpfReader.ReadAsync(facts.Dns, one.Domain.Name, stop);
        if (spf.Records.Count == 0 && spf.Failure is not null) return CheckOutcome.Skip($"the SPF record of {one.Domain.Name} cannot be looked up just now: {spf.Failure}");
        return look(facts, one.Domain.Name, spf) is { } fault ? CheckOutcome.Of(fault) : spf.Failure is { } failure ? CheckOutcome.Skip(failure) : CheckOutcome.Good;
    });
}
