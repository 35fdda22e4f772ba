using Standfast.Accounts;
using Standfast.Recovery.Doctor.Facts;
using Standfast.Reputation.Blocklists;
using Standfast.Reputation.Identity;

namespace Standfast.Recovery.Doctor.Checks;

/// <summary>Checks that look at each domain, or at each address, and gather what they find and what they could not look up.</summary>
internal static class DomainCheck
{
    /// <summary>Looked at in one audit; ours. An agency has some hundreds.</summary>
    private const int MaxSubjects = 200;

    /// <summary>Looked at at once; ours.</summary>
    private const int AtOnce = 10;

    /// <summary>Domains that the world can know: proven, or of a public name.</summary>
    public static IEnumerable<DomainFacts> Judged(DoctorFacts facts) =>
        facts.Accounts?.Domains.Where(one => one.Domain.VerifiedAt is not null || PublicName.Is(one.Domain.Name)) ?? [];

    public static FactCheck OfEach(string id, Func<DoctorFacts, DomainFacts, CancellationToken, Task<CheckOutcome>> look) => new(id, async (facts, stop) =>
        await GatherAsync([.. Judged(facts).Take(MaxSubjects)], "no domain is proven or known to the world", one => look(facts, one, stop)));

    /// <summary>Of those whose mail comes to this server.</summary>
    public static FactCheck OfEachLocal(string id, Func<DoctorFacts, DomainFacts, CancellationToken, Task<CheckOutcome>> look) => new(id, async (facts, stop) =>
        await GatherAsync([.. Judged(facts).Where(one => one.Domain.Local is not LocalDelivery.NotLocal).Take(MaxSubjects)], "mail of no domain that the world knows comes to this server", one => look(facts, one, stop)));

    /// <summary>Of public addresses that mail is seen to come from.</summary>
    public static FactCheck OfEachAddress(string id, Func<DoctorFacts, SourceIdentity, CancellationToken, Task<CheckOutcome>> look) => new(id, async (facts, stop) => facts.Network is { } network
        ? await GatherAsync([.. network.Own.DistinctBy(own => (own.Address, own.HeloName)).Take(MaxSubjects)], "no public address is known that mail comes from", one => look(facts, one, stop))
        : CheckOutcome.Skip("it could not be read on this system"));

    private static async Task<CheckOutcome> GatherAsync<T>(List<T> subjects, string none, Func<T, Task<CheckOutcome>> look)
    {
        if (subjects.Count == 0) return CheckOutcome.Skip(none);
        var outcomes = new List<CheckOutcome>();
        foreach (var group in subjects.Chunk(AtOnce)) outcomes.AddRange(await Task.WhenAll(group.Select(look)));
        // One record may count for several domains.
        return new CheckOutcome([.. outcomes.SelectMany(outcome => outcome.Faults).DistinctBy(fault => (fault.Subject, fault.Value))], outcomes.Select(outcome => outcome.Unseen).FirstOrDefault(unseen => unseen is not null));
    }
}
