using Standfast.Recovery.Diagnosis;
using Standfast.Recovery.Notices;
using Standfast.Recovery.Remedies;
using Standfast.Reputation.Incidents;

namespace Standfast.Recovery.Intake;

/// <summary>Opens incidents by notices, pasted or mailed: one for one cause, however many notices. It stops nothing by itself: what a stranger writes must not. May be called concurrently.</summary>
/// <param name="facts">What is at hand for a diagnosis; null where there is nothing yet.</param>
public sealed class NoticeDesk(IncidentBook incidents, RemedyBook remedies, NoticeReader reader, Func<Incident, DiagnosisFacts?> facts)
{
    private const string DiagnosisActor = "rule:diagnosis", MailActor = "rule:notice";

    /// <summary>That the port is closed was seen before anybody wrote so: whoever it is that says it now has closed it.</summary>
    private static bool IsSamePort(Incident incident, string cause) => cause == PortWatch.Cause && incident is { Cause: PortWatch.Cause, Counterparty: PortWatch.Counterparty, Notice: null };

    /// <param name="counterparty">Where the owner knows better than the notice; null: as it shows. The others likewise.</param>
    /// <exception cref="IOException">It could not be written.</exception>
    public Incident Open(NoticeReading read, string? counterparty, string? cause, string? scope, string actor)
    {
        var notice = new IncidentNotice(NoticeRuleFiles.NameOf(read.Kind), read.Quote, read.Deadline, read.Addresses, read.Domains, read.Messages) { Text = read.Text };
        var (who, why) = (counterparty ?? read.Counterparty, cause ?? read.Cause);
        // A sign of the same that is open already: one cause is one incident.
        var known = incidents.All.LastOrDefault(one => !one.IsOver && scope is null && (reader.IsSame(one.Counterparty, who) && (one.Cause == why || why == NoticeReader.OtherCause) || IsSamePort(one, why)));
        var incident = incidents.Open(known?.Counterparty ?? who, known?.Cause ?? why, known?.Scope ?? scope ?? Standfast.Reputation.States.StateKey.Everything.ToString(), read.Quote, actor, notice, read.Action);
        if (facts(incident) is not { } at) return incident;
        var ranking = DiagnosisReader.Read(at);
        return ranking.First.Confidence >= CauseRanking.Likely ? remedies.Diagnose(incident.Id, ranking.First.Cause, string.Join("; ", ranking.First.For.Take(2)), DiagnosisActor)! : incident;
    }

    /// <summary>Takes in what came to abuse@ or postmaster@.</summary>
    /// <param name="message">The whole of it.</param>
    /// <param name="sender">Domain that it says that it is from; "" for none.</param>
    /// <param name="isProven">The server that brought it has a name below that domain.</param>
    /// <param name="isOurs">Whether an address or a domain is ours.</param>
    /// <exception cref="IOException">It could not be written.</exception>
    public NoticeOutcome Take(string message, string sender, bool isProven, Func<string, bool> isOurs, DateTimeOffset now)
    {
        var read = reader.Read(message, now);
        if (read.Kind == NoticeKind.Unknown) return read.Counterparty == NoticeReader.UnknownCounterparty ? new NoticeOutcome.None() : new NoticeOutcome.Told($"no rule knows what {read.Counterparty} wants", read);
        if (!isProven) return new NoticeOutcome.Told($"nothing shows that it is from {(sender.Length > 0 ? sender : "whom it says")}: it may be forged", read);
        var isTheirs = reader.IsDomainOf(read.Counterparty, sender);
        if (!isTheirs && reader.HasDomains(read.Counterparty)) return new NoticeOutcome.Told($"it speaks for {read.Counterparty}, and is from {sender}", read);
        if (!isTheirs && !read.Addresses.Concat(read.Domains).Any(isOurs)) return new NoticeOutcome.Told("it names no address and no domain of ours", read);
        if (read.Kind == NoticeKind.Reinstatement)
        {
            var open = incidents.All.LastOrDefault(one => !one.IsOver && reader.IsSame(one.Counterparty, read.Counterparty));
            if (open is not null) incidents.Note(open.Id, $"{read.Counterparty} writes that it is over: \"{read.Quote}\"; look at it, and mark it reinstated", MailActor, resolves: false);
            return new NoticeOutcome.Told($"it says that it is over{(open is null ? "" : $": look at {open.Id}")}", read);
        }

        return new NoticeOutcome.Kept(Open(read, null, null, null, MailActor));
    }
}
