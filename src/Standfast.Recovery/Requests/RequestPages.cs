using System.Globalization;
using Standfast.Recovery.Playbooks;
using Standfast.Recovery.Requests.Rendering;

namespace Standfast.Recovery.Requests;

/// <summary>A draft as pages: for the owner with all that one has to know, for the counterparty with what goes out.</summary>
public static class RequestPages
{
    private static readonly string[] s_never = ["threats, praise of yourself, and \"we never send spam\"", "anything that is not true, or that you would not say on the telephone", "other addresses or domains to send from instead: that makes a block wider"];

    /// <summary>How to send it, what to send, and the evidence.</summary>
    public static RequestDocument ForOwner(RequestDraft draft)
    {
        var (playbook, route) = (draft.Playbook, draft.Route);
        List<RequestBlock> blocks = [new RequestBlock.Paragraph(StateOf(draft))];
        if (draft.Missing.Count > 0) blocks.AddRange([new RequestBlock.Heading(2, "Missing"), new RequestBlock.Bullets([.. draft.Missing.Select(missing => $"missing: {missing.Name}, say it with {missing.SayItWith}")])]);
        blocks.Add(new RequestBlock.Heading(2, route.IsAsked ? "How to send it" : "What to do"));
        blocks.Add(new RequestBlock.Paragraph(WayOf(draft)));
        if (route.Note.Length > 0) blocks.Add(new RequestBlock.Paragraph(route.Note));
        blocks.AddRange([new RequestBlock.Paragraph("Before it:"), new RequestBlock.Bullets(playbook.Prerequisites)]);
        if (draft.Hints.ToList() is { Count: > 0 } hints) blocks.AddRange([new RequestBlock.Paragraph("For this cause:"), new RequestBlock.Bullets(hints)]);
        if (route.IsAsked) blocks.AddRange([new RequestBlock.Paragraph("Leave out:"), new RequestBlock.Bullets([.. playbook.Omit, .. s_never])]);
        blocks.Add(new RequestBlock.Paragraph($"Answer: {playbook.Answer} Look again {DayOf(draft)}. {playbook.Retry}"));
        if (playbook.Outcomes.Count > 0) blocks.AddRange([new RequestBlock.Paragraph("What an answer means:"), new RequestBlock.Bullets([.. playbook.Outcomes.Select(outcome => $"\"{outcome.Says}\": {outcome.Means}")])]);
        blocks.Add(new RequestBlock.Paragraph($"Source, read on {playbook.ReadOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}: {string.Join(" ", playbook.Sources)}. Certainty of the way: {route.Certainty}."));
        if (draft.Fields.Count > 0) blocks.AddRange([new RequestBlock.Heading(2, "What to paste"), .. draft.Fields.Select(field => new RequestBlock.Verbatim(field.Label, field.Value))]);
        if (route.IsAsked && !draft.Fields.Any(field => field.Value == draft.Letter)) blocks.AddRange([new RequestBlock.Heading(2, "The letter"), new RequestBlock.Verbatim($"Subject: {draft.Subject}", draft.Letter)]);
        return new RequestDocument(TitleOf(draft), [.. blocks, new RequestBlock.Heading(2, "Evidence"), .. draft.Evidence]);
    }

    /// <summary>The letter and the evidence.</summary>
    public static RequestDocument ForCounterparty(RequestDraft draft) =>
        new(draft.Subject, [.. draft.Letter.TrimEnd().Split("\n\n").Select(part => new RequestBlock.Paragraph(part)), new RequestBlock.Heading(2, "Evidence"), .. draft.Evidence]);

    /// <summary>The evidence alone.</summary>
    public static RequestDocument EvidenceOnly(RequestDraft draft) => new($"Evidence: {draft.Subject}", draft.Evidence);

    private static string TitleOf(RequestDraft draft) => draft.Route.IsAsked ? $"Request to {draft.Playbook.Name} ({draft.Facts.Incident.Id})" : $"{draft.Playbook.Name}: nothing to ask for ({draft.Facts.Incident.Id})";

    private static string StateOf(RequestDraft draft) => !draft.Route.IsAsked ? draft.Route.Ask
        : draft.IsReady ? "Ready to send, when the points before it are true."
        : "DRAFT, not to be sent: something is missing.";

    private static string WayOf(RequestDraft draft) => draft.Route.Kind switch
    {
        RouteKind.Form => $"Open {draft.Route.To} and paste the fields below.",
        RouteKind.Mail => $"Write to {draft.Route.To} from {(draft.Facts.ContactMailbox.Length > 0 ? draft.Facts.ContactMailbox : "an address at the domain")}, by a way that is not blocked.",
        RouteKind.Ticket when draft.Route.To is { } to => $"Open a ticket, or answer theirs ({to}), with the text below.",
        RouteKind.Ticket => "Answer their notice, or open a ticket, with the text below.",
        RouteKind.NetworkOperator => "Send the letter to the operator of your network, mostly your hosting company: nobody else can ask.",
        _ => "There is no request to send.",
    };

    private static string DayOf(RequestDraft draft) => draft.Playbook.FollowUpAfter.TotalDays is var days and >= 1.5 ? $"after {days:0} days" : draft.Playbook.FollowUpAfter.TotalDays >= 1 ? "after a day" : $"after {draft.Playbook.FollowUpAfter.TotalHours:0} hours";
}
