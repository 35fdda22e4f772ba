using System.Collections.Frozen;
using Standfast.Recovery.Doctor;
using Standfast.Reputation.States;

namespace Standfast.Recovery.Remedies;

/// <summary>The automatic checks of checklists, by name. "doctor:" with ids of the security audit stands for those.</summary>
public static class RemedyChecks
{
    private const string DoctorMark = "doctor:";

    /// <summary>Names of an answer at most; ours.</summary>
    private const int MostNames = 5;

    private static readonly FrozenDictionary<string, Func<Incident, RemedyFacts, CheckVerdict>> s_checks = new Dictionary<string, Func<Incident, RemedyFacts, CheckVerdict>>
    {
        ["contained"] = Contained,
        ["sender-stopped"] = SenderStopped,
        ["credential-revoked"] = CredentialRevoked,
        ["held-mail-gone"] = HeldMailGone,
        ["suppressed-since"] = SuppressedSince,
        ["other-listings-gone"] = OtherListingsGone,
    }.ToFrozenDictionary();

    /// <summary>Whether there is such a check.</summary>
    public static bool Knows(string name, IReadOnlySet<string> doctor) => name.StartsWith(DoctorMark, StringComparison.Ordinal) ? IdsOf(name) is { Length: > 0 } ids && ids.All(doctor.Contains) : s_checks.ContainsKey(name);

    /// <param name="name">One that is known.</param>
    public static CheckVerdict Look(string name, Incident incident, RemedyFacts facts) =>
        name.StartsWith(DoctorMark, StringComparison.Ordinal) ? Audited(IdsOf(name), facts) : s_checks[name](incident, facts);

    private static string[] IdsOf(string name) => name[DoctorMark.Length..].Split(',', StringSplitOptions.TrimEntries);

    private static CheckVerdict Audited(string[] ids, RemedyFacts facts)
    {
        if (facts.Doctor is null) return new CheckVerdict(null, "the security audit could not be run");
        var lines = facts.Doctor.Where(line => ids.Contains(line.Id)).ToList();
        if (lines.Where(line => line.Status is CheckStatus.Warn or CheckStatus.Fail).ToList() is { Count: > 0 } wrong)
            return new CheckVerdict(false, string.Join("; ", wrong.Take(MostNames).Select(line => $"{line.Id} {line.Title}: {line.Cause}")));
        return lines.FirstOrDefault(line => line.Status == CheckStatus.Skipped) is { } skipped ? new CheckVerdict(null, $"{skipped.Id} could not be looked at: {skipped.Cause}")
            : lines.Count == 0 ? new CheckVerdict(null, "the security audit has no answer") : new CheckVerdict(true, $"{string.Join(", ", ids)}: nothing found");
    }

    private static CheckVerdict Contained(Incident incident, RemedyFacts facts)
    {
        if (incident.Stages.LastOrDefault(stage => stage.Stage == IncidentStage.Contained) is { } contained) return new CheckVerdict(true, contained.Text);
        if (facts.Paused is not { } paused) return new CheckVerdict(null, "what is paused could not be read");
        var own = paused.Where(key => IsAbout(key, incident)).ToList();
        return own.Count > 0 ? new CheckVerdict(true, $"paused: {Names(own)}")
            : new CheckVerdict(false, paused.Count > 0 ? $"what is paused is about others: {Names(paused)}; what does the harm may still send" : "nothing is paused or held: what does the harm may still send");
    }

    /// <summary>A pause at one provider keeps nothing from the others; at our smart host it keeps all.</summary>
    private static bool IsAbout(string paused, Incident incident) =>
        !StateKey.TryParse(paused, out var key) || key.Provider is not { } provider || provider == incident.Counterparty || provider.StartsWith("relay:", StringComparison.Ordinal)
        || (StateKey.TryParse(incident.Scope, out var scope) && scope.Provider == provider);

    private static CheckVerdict SenderStopped(Incident incident, RemedyFacts facts)
    {
        if (facts is not { HeldSenders: { } held, Revoked: { } revoked }) return new CheckVerdict(null, "senders could not be read");
        return held.Count + revoked.Count > 0 ? new CheckVerdict(true, $"held: {Names(held.Select(one => one.Id))}; revoked: {Names(revoked)}") : new CheckVerdict(false, "no sender is held and no credential was revoked since");
    }

    private static CheckVerdict CredentialRevoked(Incident incident, RemedyFacts facts)
    {
        if (facts is not { HeldSenders: { } held, Revoked: { } revoked, Valid: { } valid }) return new CheckVerdict(null, "credentials could not be read");
        var open = held.Select(one => one.Id).Intersect(valid).ToList();
        if (open.Count > 0) return new CheckVerdict(false, $"held and not revoked: {Names(open)}");
        return revoked.Count > 0 ? new CheckVerdict(true, $"revoked: {Names(revoked)}") : new CheckVerdict(false, "no credential was revoked since");
    }

    private static CheckVerdict HeldMailGone(Incident incident, RemedyFacts facts)
    {
        if (facts.HeldSenders is not { } held) return new CheckVerdict(null, "senders could not be read");
        var full = held.Where(one => one.Messages > 0).ToList();
        return full.Count == 0 ? new CheckVerdict(true, "nothing waits of a sender that is held") : new CheckVerdict(false, string.Join("; ", full.Take(MostNames).Select(one => $"{one.Messages} messages of {one.Id} wait")));
    }

    private static CheckVerdict SuppressedSince(Incident incident, RemedyFacts facts) => facts.Suppressed is not { } count ? new CheckVerdict(null, "suppressions could not be read")
        : count > 0 ? new CheckVerdict(true, $"{count} addresses suppressed since {facts.Since:yyyy-MM-dd}") : facts.Suppressible == 0 ? new CheckVerdict(true, "nobody has bounced for good or complained in the last days") : new CheckVerdict(false, $"no address was suppressed for a bounce or a complaint since {facts.Since:yyyy-MM-dd}");

    /// <summary>What the counterparty itself lists, or the list that its words name, is what we are to ask for.</summary>
    private static CheckVerdict OtherListingsGone(Incident incident, RemedyFacts facts)
    {
        if (facts.Listings is not { } listings) return new CheckVerdict(null, "blocklists could not be asked");
        var others = listings.Where(one => one.List != incident.Counterparty && !one.Zone.Contains(incident.Counterparty, StringComparison.OrdinalIgnoreCase) && !incident.Text.Contains(one.Zone, StringComparison.OrdinalIgnoreCase)).ToList();
        return others.Count == 0 ? new CheckVerdict(true, "no other list that counts names you") : new CheckVerdict(false, string.Join("; ", others.Take(MostNames).Select(one => $"{one.Zone} names {one.Subject}")));
    }

    private static string Names(IEnumerable<string> names) => names.ToList() is { Count: > 0 } list ? string.Join(", ", list.Take(MostNames)) + (list.Count > MostNames ? $" and {list.Count - MostNames} more" : "") : "none";
}
