using System.Globalization;
using Standfast.Recovery.Playbooks;

namespace Standfast.Recovery.Requests;

/// <summary>Facts as texts for people, redacted. What is not known becomes a mark in the text and a <see cref="MissingFact"/>.</summary>
internal sealed class FactValues(RequestFacts facts, Redaction redaction)
{
    /// <summary>Replies that are quoted: enough to show, few enough to read; ours.</summary>
    private const int MaxReplies = 5;

    /// <summary>Domains that are named; ours.</summary>
    private const int MaxDomains = 10;

    private readonly List<MissingFact> _missing = [];

    /// <summary>Of what was asked for so far.</summary>
    public IReadOnlyList<MissingFact> Missing => _missing;

    /// <summary>Distinct, the first sign first.</summary>
    public IReadOnlyList<(DateTimeOffset At, string Text)> Replies { get; } =
        [.. facts.Incident.Evidence.Select(evidence => (evidence.At, Text: redaction.Of(evidence.Text))).Prepend((At: facts.Incident.OpenedAt, Text: redaction.Of(facts.Incident.Text))).Where(reply => reply.Text.Length > 0).DistinctBy(reply => reply.Text).Take(MaxReplies)];

    /// <summary>"" where it is not known; nothing is noted then.</summary>
    public string Known(RequestFact fact) => fact switch
    {
        RequestFact.Organisation => facts.Organisation,
        RequestFact.ContactName => facts.ContactName,
        RequestFact.ContactMailbox => facts.ContactMailbox,
        RequestFact.ContactPhone => facts.ContactPhone,
        RequestFact.Addresses => string.Join(", ", facts.Addresses.Select(address => address.Address)),
        RequestFact.AddressesJoined => string.Join("; ", facts.Addresses.Select(address => address.Address)),
        RequestFact.Helo => facts.Addresses.Count > 0 ? string.Join(", ", facts.Addresses.Select(address => address.Helo).Distinct()) : facts.Hostname,
        RequestFact.ReverseNames => string.Join(", ", facts.Addresses.Where(address => address.Names is not null).Select(address => $"{address.Address}: {(address.Names!.Count > 0 ? string.Join(" ", address.Names) : "none")}")),
        RequestFact.Domains => Some(facts.Domains.Select(domain => domain.Name)),
        RequestFact.Selectors => Some(facts.Domains.Where(domain => domain.Selector is not null).Select(domain => $"{domain.Selector}._domainkey.{domain.Name}")),
        RequestFact.Since => Time(facts.Incident.OpenedAt),
        RequestFact.Until => Time(facts.Incident.LastSeenAt),
        RequestFact.Rejections => facts.Incident.Signals.ToString(CultureInfo.InvariantCulture),
        RequestFact.Replies => string.Join('\n', Replies.Select(reply => reply.Text)),
        RequestFact.Remedies => string.Join('\n', facts.Remedies.Select(Line)),
        RequestFact.Figures => FiguresText(),
        RequestFact.Authentication => facts.Checks is { } checks ? string.Join('\n', [$"names, SPF, DKIM, DMARC and TLS: {CheckedFact.Sum(checks)}", .. checks.Where(check => !check.IsGood).Select(check => $"{check.Title}: {redaction.Of(check.Finding)}")]) : "",
        _ => IncidentStatements.WordOf(fact) is { } word && facts.Statements.TryGetValue(word, out var said) ? redaction.Of(said) : "",
    };

    /// <summary>A mark in its place where it is not known.</summary>
    public string Of(RequestFact fact)
    {
        if (Known(fact) is { Length: > 0 } known) return known;
        var name = RequestFactNames.Of(fact);
        if (!_missing.Exists(missing => missing.Name == name)) _missing.Add(new MissingFact(name, SayItWith(fact)));
        return $"[missing: {name}]";
    }

    /// <summary>One step, in words that hide nothing.</summary>
    public string Line(RemedyLine line)
    {
        var (text, by) = (redaction.Of(line.Text).TrimEnd('.'), redaction.Of(PersonOf(line.By)));
        return line.State switch
        {
            RemedyLineState.Done => $"{text} (checked by {by}, {Time(line.At)}).",
            RemedyLineState.Attested => $"{text} (says {by}, {Time(line.At)}).",
            RemedyLineState.Overridden => $"Not done: {text}. We ask without it for this reason: {redaction.Of(line.Reason).TrimEnd('.')} (decided by {by}, {Time(line.At)}).",
            _ => $"Not done: {text}. {redaction.Of(line.Reason)}",
        };
    }

    /// <summary>"anna from 192.0.2.1" is anna: where people sit does not go out.</summary>
    public static string PersonOf(string actor) => actor.Split(" from ", 2)[0] is var person && person == "admin" ? "our administrator" : person;

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string Some(IEnumerable<string> names)
    {
        var all = names.ToList();
        return string.Join(", ", all.Take(MaxDomains)) + (all.Count > MaxDomains ? $" and {all.Count - MaxDomains} more" : "");
    }

    private string FiguresText()
    {
        string Say(string when, RequestFigures figures) =>
            $"{when} ({Time(figures.From)} to {Time(figures.To)}): {figures.Attempts} attempts, {figures.Delivered} delivered, bounces {figures.BouncedShare}, unknown users {figures.UnknownShare}, complaints that we know of {figures.ComplainedShare}.";
        return string.Join('\n', new[] { facts.Before is { Attempts: > 0 } before ? Say("Before", before) : null, facts.After is { } after && facts.Before is { Attempts: > 0 } ? Say("Since then", after) : null }.OfType<string>());
    }

    private string SayItWith(RequestFact fact) => fact switch
    {
        RequestFact.Organisation or RequestFact.ContactName or RequestFact.ContactMailbox or RequestFact.ContactPhone => $"the setting recovery.{RequestFactNames.Of(fact).Replace('-', '_')}",
        RequestFact.Addresses or RequestFact.AddressesJoined => "the setting reputation.addresses: the public addresses that your mail comes from",
        RequestFact.ReverseNames => "a PTR record for each address; ask again when it can be looked up",
        RequestFact.Domains or RequestFact.Selectors => "`standfast domain add DOMAIN`",
        RequestFact.Figures => "nothing that you can do: there are no statistics of that time",
        RequestFact.Authentication => "asking again when the names can be looked up",
        _ when IncidentStatements.WordOf(fact) is { } word => $"`standfast incident note {facts.Incident.Id} --text \"{word}: ...\"`",
        _ => "the counterparty's own words: open the incident with them",
    };
}
