using Standfast.Recovery.Playbooks;

namespace Standfast.Recovery.Requests;

/// <summary>
/// Writes requests that a counterparty can believe: what happened, in its own words, whose fault it was, what was done and by whom, what prevents
/// it, and one sentence that asks. Nothing is made up: what is not known is marked and listed. While a step of the remedy fails nothing is written.
/// </summary>
public static class RequestWriter
{
    /// <summary>Causes where nobody asks how the recipients agreed.</summary>
    private static readonly string[] s_withoutConsent = ["dns", "dynamic-ip", "ptr-missing", "auth-spf", "auth-dkim", "auth-dmarc", "tls-required", "relay-denied", "malware", "rate-limit", "protocol"];

    /// <param name="overrideReason">Why a person wants to ask although steps fail; the request tells it. Null to be refused then.</param>
    /// <param name="actor">That person.</param>
    public static RequestResult Write(RequestFacts facts, Playbook playbook, PlaybookRoute route, string? overrideReason = null, string actor = "")
    {
        if (overrideReason is not null)
            facts = facts with { Remedies = [.. facts.Remedies.Select(line => line.State == RemedyLineState.Failing ? line with { State = RemedyLineState.Overridden, Reason = overrideReason, By = actor, At = facts.Now } : line)] };
        var failing = facts.Remedies.Where(line => line.State == RemedyLineState.Failing).ToList();
        if (route.IsAsked && failing.Count > 0) return new RequestResult.Refused(failing);
        var values = new FactValues(facts, new Redaction([facts.ContactMailbox, route.Kind == RouteKind.Mail ? route.To! : "", .. facts.Domains.SelectMany(domain => new[] { $"abuse@{domain.Name}", $"postmaster@{domain.Name}" })]));
        if (!route.IsAsked) return new RequestResult.Written(new RequestDraft(facts, playbook, route, "", "", [], [], EvidencePack.Of(facts, values)));
        var letter = Letter(facts, playbook, route, values);
        // A form's own marks are in the list of what is missing too.
        List<FilledField> fields = [.. route.Fields.Select(field => new FilledField(field.Label, field.Fact == RequestFact.Letter ? letter : values.Of(field.Fact), field.Fact != RequestFact.Letter && values.Known(field.Fact).Length == 0))];
        return new RequestResult.Written(new RequestDraft(facts, playbook, route, Subject(facts, playbook, values), letter, fields, values.Missing, EvidencePack.Of(facts, values)));
    }

    private static string Letter(RequestFacts facts, Playbook playbook, PlaybookRoute route, FactValues values)
    {
        string Say(RequestFact fact) => values.Of(fact);
        var isOverridden = facts.Remedies.Any(line => line.State == RemedyLineState.Overridden);
        List<string> parts =
        [
            "Hello,",
            Opening(facts, playbook, route, values),
            $"{(playbook.Kind == CounterpartyKind.Host ? "What you wrote" : "What we were told")}, word for word (recipients are masked):\n{Quote(Say(RequestFact.Replies))}",
            $"Why it happened: {Sentence(Say(RequestFact.RootCause))}",
            $"What we did{(isOverridden ? ", and what we did not" : "")}:\n{Bullets(Say(RequestFact.Remedies))}",
            $"What keeps it from happening again: {Sentence(Say(RequestFact.Prevention))}",
            $"The mail: {Sentence(Say(RequestFact.MailKind))}",
        ];
        if (!s_withoutConsent.Contains(facts.Incident.Cause)) parts.Add($"How recipients agreed to it: {Sentence(Say(RequestFact.Consent))}");
        if (values.Known(RequestFact.Figures) is { Length: > 0 } figures) parts.Add($"In figures:\n{Bullets(figures)}");
        if (values.Known(RequestFact.FeedbackLoops) is { Length: > 0 } loops) parts.Add($"We get reports of complaints by: {Sentence(loops)}");
        if (Identity(facts, values) is { Length: > 0 } identity) parts.Add(identity);
        parts.Add(RequestFactNames.Fill(route.Ask, fact => FilledOrOurs(fact, facts, values)));
        parts.Add($"{Say(RequestFact.ContactName)}\n{Say(RequestFact.Organisation)}\n{Say(RequestFact.ContactMailbox)}{(facts.ContactPhone.Length > 0 ? "\n" + facts.ContactPhone : "")}");
        return string.Join("\n\n", parts) + "\n";
    }

    private static string Opening(RequestFacts facts, Playbook playbook, PlaybookRoute route, FactValues values)
    {
        var (incident, us) = (facts.Incident, values.Of(RequestFact.Organisation));
        var who = $"{us} runs the mail server {values.Known(RequestFact.Helo)}{(facts.Addresses.Count > 0 ? $" ({values.Known(RequestFact.Addresses)})" : "")}.";
        var since = $"{FactValues.Time(incident.OpenedAt)}";
        var count = incident.Signals > 1 ? $" We have met it {incident.Signals} times, last at {FactValues.Time(incident.LastSeenAt)}." : "";
        return (playbook.Kind, route.Kind) switch
        {
            (_, RouteKind.NetworkOperator) => $"{who} Since {since} we are listed by {playbook.Name}. Only you, as the operator of the network, can ask them to end it; here is what you need for that.",
            (CounterpartyKind.Host, _) => $"{who} This answers your notice of {since}.",
            (CounterpartyKind.Relay, _) => $"{us} sends mail through you. Since {since} you have suspended that, or part of it.{count}",
            (CounterpartyKind.Blocklist, _) => $"{who} Since {since} we are on your list.{count}",
            _ => $"{who} Since {since} mail from us is refused.{count}",
        };
    }

    /// <summary>Who we are for a machine; left out are things that nobody knows.</summary>
    private static string Identity(RequestFacts facts, FactValues values)
    {
        (string Name, RequestFact Fact)[] parts = [("Sending domains", RequestFact.Domains), ("DKIM", RequestFact.Selectors), ("EHLO name", RequestFact.Helo), ("PTR records", RequestFact.ReverseNames)];
        var lines = parts.Select(part => (part.Name, Value: values.Known(part.Fact))).Where(part => part.Value.Length > 0).Select(part => $"{part.Name}: {part.Value}").ToList();
        if (facts.Checks is { Count: > 0 } checks) lines.Add($"Our own audit of names, SPF, DKIM, DMARC and TLS: {CheckedFact.Sum(checks)}{(checks.All(check => check.IsGood) ? "" : "; the evidence names the others")}");
        return string.Join('\n', lines);
    }

    private static string FilledOrOurs(RequestFact fact, RequestFacts facts, FactValues values) => fact switch
    {
        RequestFact.Addresses when facts.Addresses.Count == 0 && facts.Domains.Count > 0 => values.Of(RequestFact.Domains),
        RequestFact.Domains when facts.Domains.Count == 0 && facts.Addresses.Count > 0 => values.Of(RequestFact.Addresses),
        _ => values.Of(fact),
    };

    private static string Subject(RequestFacts facts, Playbook playbook, FactValues values)
    {
        var about = values.Known(RequestFact.Addresses) is { Length: > 0 } addresses ? addresses : values.Known(RequestFact.Domains) is { Length: > 0 } domains ? domains : facts.Hostname;
        var what = playbook.Kind switch { CounterpartyKind.Host => "Answer to your notice", CounterpartyKind.Relay => "Answer to the suspension", CounterpartyKind.Blocklist => "Listing", _ => "Mail refused" };
        return $"{what}: {about} ({facts.Incident.Id})";
    }

    private static string Sentence(string text) => text.TrimEnd() is var trimmed && trimmed.Length > 0 && trimmed[^1] is '.' or ']' or '!' or '?' ? text.TrimEnd() : text.TrimEnd() + ".";

    private static string Quote(string text) => string.Join('\n', text.Split('\n').Select(line => "> " + line));

    private static string Bullets(string text) => string.Join('\n', text.Split('\n').Select(line => "- " + line));
}
