using System.Collections.Immutable;
using Standfast.Mail;
using Standfast.Recovery.Answers;
using Standfast.Recovery.Playbooks;
using Standfast.Recovery.Remedies;

namespace Standfast.Recovery.Requests;

/// <summary>Sends requests, keeps when each counterparty was asked and may be asked again, and takes in what it answers. May be called concurrently.</summary>
/// <param name="token">Unguessable, of letters and digits: an answer that names it answers our mail.</param>
public sealed class RequestDesk(IncidentBook incidents, RemedyBook remedies, IRequestMail mail, PlaybookCatalogue playbooks, AnswerReader answers, Func<string> token)
{
    private const string AnswerActor = "rule:answer", FollowUpActor = "rule:follow-up";

    /// <summary>Of an answer, in the timeline; ours.</summary>
    private const int MaxQuote = 600;

    /// <summary>Mails a request, once.</summary>
    /// <param name="overrideReason">Why it goes although steps of the remedy are left: they are passed over in the checklist when it goes, and not before. Null for not at all.</param>
    /// <returns>The incident, or one sentence that says why not, and what to do.</returns>
    /// <exception cref="IOException">It could not be kept that it goes out, so it does not.</exception>
    public async Task<(Incident? Incident, string? Refusal)> SendAsync(RequestDraft draft, string actor, CancellationToken cancellationToken, string? overrideReason = null)
    {
        var id = draft.Facts.Incident.Id;
        var refusal = WhyNotByMail(draft);
        if (refusal is not null) return (null, refusal);
        var messageId = $"{id}.{draft.Playbook.Id}.{token()}@{(draft.Facts.Hostname.Length > 0 ? draft.Facts.Hostname : "localhost")}".ToLowerInvariant();
        var before = ImmutableArray<RemedyMark>.Empty;
        // Kept before it goes: after a crash nobody is asked twice.
        var kept = incidents.Change(id, (known, now) =>
        {
            var ready = overrideReason is null ? known : remedies.PassedOver(known, overrideReason, actor, now);
            refusal = WhyNot(ready);
            before = known.Remedy;
            return refusal is not null ? known : ready with { Requests = ready.Requests.Add(new SentRequest(now, actor, draft.Playbook.Id, draft.Route.Id, draft.Route.To!, messageId, "", now + draft.Playbook.FollowUpAfter)) };
        });
        if (kept is null || refusal is not null) return (null, refusal ?? $"there is no incident {id}");
        var isSecond = kept.Stage == IncidentStage.Requested;
        var content = EmlRenderer.Render(isSecond ? draft with { Subject = $"No answer yet: {draft.Subject}" } : draft, messageId);
        RequestDispatch dispatch;
        try
        {
            dispatch = await mail.SendAsync(new RequestMail(kept, EmailAddress.Parse(draft.Facts.ContactMailbox), EmailAddress.Parse(draft.Route.To!), content), cancellationToken);
        }
        catch (IOException exception)
        {
            dispatch = new RequestDispatch.NoWay(exception.Message);
        }

        if (dispatch is RequestDispatch.NoWay(var why))
        {
            incidents.Change(id, (known, now) =>
            {
                var next = known.With(new IncidentEntry(now, actor, $"the request to {draft.Playbook.Name} was not sent: {why}")) with { Requests = known.Requests.RemoveAll(one => one.MessageId == messageId) };
                return overrideReason is null ? next : remedies.TakenBack(next, overrideReason, before, now);
            });
            return (null, $"{why}. By hand: \"standfast incident request {id} --format eml --output FILE\" makes a draft for another mail program, then \"standfast incident mark {id} requested --reason TEXT\"");
        }

        var (via, doubt) = dispatch switch
        {
            RequestDispatch.Gone gone => (gone.Via, ""),
            // Whoever has it may have been asked: it is followed up as if it had gone, and not sent again before that.
            RequestDispatch.Unanswered lost => ($"{lost.Via}, whose answer got lost", $"; whether it was taken is not known ({lost.Why})"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return (incidents.Change(id, (known, now) => Asked(known with { Requests = [.. known.Requests.Select(one => one.MessageId == messageId ? one with { Via = via } : one)] }, now, actor, $"mailed to {draft.Route.To} {via} as <{messageId}>{doubt}")), null);
    }

    /// <summary>Keeps that a person has asked by hand.</summary>
    /// <returns>Null twice where there is no such incident.</returns>
    /// <exception cref="IOException">It could not be written.</exception>
    public (Incident? Incident, string? Refusal) MarkRequested(string id, string reason, string actor)
    {
        string? refusal = null;
        var next = incidents.Change(id, (known, now) =>
        {
            refusal = IncidentLife.WhyNot(known, IncidentStage.Requested) ?? WhyNot(known);
            if (refusal is not null) return known;
            if (playbooks.For(known) is { } playbook && playbook.RouteFor(known) is var route)
                known = known with { Requests = known.Requests.Add(new SentRequest(now, actor, playbook.Id, route.Id, route.To ?? "", "", SentRequest.ByHand, now + playbook.FollowUpAfter)) };
            return Asked(known, now, actor, reason);
        });
        return (next, refusal);
    }

    /// <summary>Attaches what answers one of our requests. One that is clear, and comes from whom we wrote to, moves the stage; others are shown.</summary>
    /// <param name="references">Message-IDs that it names, without angle brackets: who names ours has got our mail.</param>
    /// <param name="from">Who it says that it is from.</param>
    /// <param name="message">The whole of it.</param>
    /// <returns>Null where it answers nothing of ours.</returns>
    /// <exception cref="IOException">It could not be written.</exception>
    public Incident? TakeAnswer(IReadOnlyCollection<string> references, EmailAddress? from, string message)
    {
        if (incidents.All.FirstOrDefault(incident => Asked(incident, references) is not null) is not { } known) return null;
        var asked = Asked(known, references)!;
        return incidents.Change(known.Id, (incident, now) =>
        {
            var read = answers.Read(message, playbooks.Find(asked.Counterparty), now);
            var fromThem = from is not null && EmailAddress.TryParse(asked.To, out var to) && IsSame(from.Domain, to.Domain);
            var quote = read.Quote.Length > MaxQuote ? read.Quote[..MaxQuote] : read.Quote;
            var answer = new IncidentAnswer(now, from?.ToString() ?? "", read.Meaning, quote, fromThem);
            var next = incident.With(new IncidentEntry(now, AnswerActor, $"{answer.From} answers: \"{quote}\" ({AnswerNames.Of(read.Meaning)}{(fromThem ? "" : ", from another domain than was asked: look at it")}){(read.Means.Length > 0 ? $": {read.Means}" : "")}"));
            next = next with { Answers = next.Answers.Length < Incident.MaxEvidence ? next.Answers.Add(answer) : next.Answers };
            IncidentStage? stage = read.Meaning switch { AnswerMeaning.Reinstated => IncidentStage.Reinstated, AnswerMeaning.Refused => IncidentStage.Refused, _ => null };
            return fromThem && stage is { } reached && incident.Stage == IncidentStage.Requested ? IncidentLife.Move(next, reached, now, AnswerActor, quote) : next;
        });
    }

    /// <summary>Requests whose answer is overdue, each once.</summary>
    /// <param name="tell">Called for each before it is kept that it was told.</param>
    /// <exception cref="IOException">It could not be written.</exception>
    public void FollowUp(Action<Incident, SentRequest> tell)
    {
        foreach (var incident in incidents.All.Where(incident => incident.Stage == IncidentStage.Requested && incident.LastRequest is { IsFollowedUp: false } last && last.LookAgainAt <= incidents.Now))
        {
            var last = incident.LastRequest!;
            tell(incident, last);
            incidents.Change(incident.Id, (known, now) => known.With(new IncidentEntry(now, FollowUpActor, $"no answer of {last.Counterparty} since {last.At:u}: look for it, or ask once more"))
                with
            { Requests = [.. known.Requests.Select(one => one == last ? one with { IsFollowedUp = true } : one)] });
        }
    }

    private string? WhyNot(Incident incident) => (incident.Stage != IncidentStage.Requested ? IncidentLife.WhyNot(incident, IncidentStage.Requested) : null) ?? (remedies.MayRequest(incident) is { May: false, Why: var why } ? why : null);

    private static string? WhyNotByMail(RequestDraft draft)
    {
        var (id, route) = (draft.Facts.Incident.Id, draft.Route);
        if (route.Kind != RouteKind.Mail) return $"{draft.Playbook.Name} is not asked by mail ({draft.Playbook.Id}/{route.Id}): \"standfast incident request {id}\" says where and what, then \"standfast incident mark {id} requested --reason TEXT\"";
        if (draft.Missing is [var first, ..]) return $"{draft.Missing.Count} facts are missing, first {first.Name}: say it with {first.SayItWith}";
        return EmailAddress.TryParse(draft.Facts.ContactMailbox, out _) ? null : "recovery.contact_mailbox is no address that could be answered";
    }

    /// <summary>A second contact is no new stage.</summary>
    private static Incident Asked(Incident incident, DateTimeOffset now, string actor, string text)
    {
        var next = incident.With(new IncidentEntry(now, actor, $"requested: {text}; look again at {incident.LastRequest?.LookAgainAt ?? now:u}"));
        return next.Stage == IncidentStage.Requested ? next : IncidentLife.Move(next, IncidentStage.Requested, now, actor, text);
    }

    private static SentRequest? Asked(Incident incident, IReadOnlyCollection<string> references) => incident.Requests.FirstOrDefault(one => one.MessageId.Length > 0 && references.Contains(one.MessageId, StringComparer.OrdinalIgnoreCase));

    private static bool IsSame(DomainName one, DomainName other) => one == other || one.Value.EndsWith("." + other.Value, StringComparison.Ordinal) || other.Value.EndsWith("." + one.Value, StringComparison.Ordinal);
}
