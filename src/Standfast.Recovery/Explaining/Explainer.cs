using System.Globalization;
using Standfast.Events;
using Standfast.Reputation.Classification;
using Standfast.Reputation.States;

namespace Standfast.Recovery.Explaining;

/// <summary>Tells why mail is not delivered, from what is known of it. The same facts give the same words.</summary>
public static class Explainer
{
    private const string Nothing = "nothing";

    /// <summary>Of a message to one recipient.</summary>
    public static Explanation Explain(RecipientCase known)
    {
        var subject = $"{known.Message} to {known.Recipient}";
        var evidence = Evidence(known);
        Explanation Say(string verdict, string text, string next, ReplyClass? read = null) => new(subject, verdict, read is null ? "" : ReplyNames.Of(read.Cause), text, next, evidence);
        var accepted = known.Facts.FirstOrDefault(fact => fact.Kind == MailEventKind.Accepted);
        var since = accepted is null ? "" : $" The message was taken at {Time(accepted.At)}.";
        if (known.IsHeld) return Say(Verdicts.Held, $"Mail to {known.Recipient} is held: {HoldReason(known)}.{since} It waits until a person lets it go.", $"look at it; then \"standfast queue release --id {known.Message} --reason WHY\" or \"standfast queue bounce --id {known.Message} --reason WHY\"");
        if (known is { IsQueued: true, States: [{ Kind: SendingStateKind.Paused or SendingStateKind.Held } state, ..] }) return Say(Verdicts.Paused, Paused(known, state) + since, PauseStep(known, state), known.Read);
        if (known.IsQueued) return Waiting(known, since, Say);
        var last = known.Facts.LastOrDefault(fact => fact.Kind is MailEventKind.Delivered or MailEventKind.Bounced or MailEventKind.Expired or MailEventKind.Suppressed or MailEventKind.Undelivered);
        return last?.Kind switch
        {
            MailEventKind.Delivered => Say(Verdicts.Delivered, $"{Host(last)} took the message for {known.Recipient} at {Time(last.At)}: {last.Detail}. What happens after that is up to the receiver; if it is not in the inbox, look in the spam folder.{Later(known)}", Nothing),
            MailEventKind.Undelivered => Say(Verdicts.Bounced, $"The next server took the message, and a report came back at {Time(last.At)}: {Provider(last)} {Meaning(known)}.", Step(known), known.Read),
            MailEventKind.Bounced => Say(Verdicts.Bounced, $"{Told(last, known)}. The message was given up at {Time(last.At)} and its sender was told, where it has one.{since}{Suppressed(known)}", Step(known), known.Read),
            MailEventKind.Expired => Say(Verdicts.Expired, $"The message to {known.Recipient} was given up at {Time(last.At)} because it had grown too old. The last that was heard: {(known.LastReply is null ? last.Detail : Told(known.LastReply, known))}.", Step(known), known.Read),
            MailEventKind.Suppressed => Say(Verdicts.Suppressed, $"{known.Recipient} was left out at {Time(last.At)}: {last.Detail}.", SuppressionStep(known)),
            _ => Say(Verdicts.Unknown, $"Nothing is known of what became of the message to {known.Recipient}.{since}", "\"standfast message show ID\" has all that is recorded"),
        };
    }

    /// <summary>Of an address: its newest message, after what stops all mail to it.</summary>
    /// <param name="newest">Null where no message to it is known.</param>
    /// <param name="suppression">As in <see cref="RecipientCase.Suppression"/>.</param>
    public static Explanation Explain(string address, RecipientCase? newest, string? suppression)
    {
        if (suppression is not null)
            return new Explanation(
                address, Verdicts.Suppressed, "", $"Mail to {address} is refused at the door and left out of what is queued: it {suppression}.", $"if that is wrong, \"standfast suppress rm {address}\" undoes it",
                [new ExplainedEvidence(null, "suppression", $"{address} {suppression}"), .. newest is null ? [] : Evidence(newest)]);
        if (newest is null) return new Explanation(address, Verdicts.Unknown, "", $"No message to {address} is known among the newest facts, and nothing stops mail to it.", "check the sender's side: a message that was refused at the door is not here; its client was told why", []);
        return Explain(newest) with { Subject = address };
    }

    /// <summary>Of a provider: what stops or slows mail to it.</summary>
    /// <param name="states">That restrict mail to it, the strictest first.</param>
    /// <param name="replies">The newest replies of it that were no success, oldest first, each with what it means.</param>
    public static Explanation Explain(string provider, IReadOnlyList<SendingState> states, IReadOnlyList<Incident> incidents, IReadOnlyList<(MailEvent Fact, ReplyClass Read)> replies)
    {
        List<ExplainedEvidence> evidence =
            [.. replies.Select(reply => new ExplainedEvidence(reply.Fact.At, "reply", $"{reply.Fact.Detail} ({ReplyNames.Of(reply.Read.Cause)})")), .. states.Select(Of), .. incidents.Select(Of)];
        var known = incidents.Count > 0 ? $" {string.Join(", ", incidents.Select(incident => incident.Id))} has the story." : "";
        if (states is [var strictest, ..])
        {
            var verdict = strictest.Kind is SendingStateKind.Slowed ? Verdicts.Slowed : strictest.Kind is SendingStateKind.Held ? Verdicts.Held : Verdicts.Paused;
            return new Explanation(provider, verdict, strictest.Cause ?? "", $"Mail to {provider} is {verdict} ({strictest.Key}) since {Time(strictest.Since)}: {strictest.Reason}.{Next(strictest)}{known}", IncidentStep(incidents), evidence);
        }

        if (replies.Count == 0) return new Explanation(provider, incidents.Count > 0 ? Verdicts.Slowed : Verdicts.Open, "", $"Nothing stops or slows mail to {provider}, and none of the newest facts is a refusal of it.{known}", incidents.Count > 0 ? IncidentStep(incidents) : Nothing, evidence);
        var most = replies.GroupBy(reply => reply.Read.Cause).MaxBy(group => group.Count())!;
        var read = most.Last().Read;
        return new Explanation(
            provider, Verdicts.Open, ReplyNames.Of(read.Cause),
            $"Nothing stops mail to {provider} as a whole. Of its newest {replies.Count} refusals {most.Count()} are of one kind: it {CauseWords.Meaning(read)}.{known}", CauseWords.NextStep(read), evidence);
    }

    private static Explanation Waiting(RecipientCase known, string since, Func<string, string, string, ReplyClass?, Explanation> say)
    {
        var next = known.NextAttempt is { } at ? $" It is tried again at {Time(at)}." : "";
        var slowed = known.States is [{ Kind: SendingStateKind.Slowed } state, ..] ? $" Mail that way is slowed: {state.Reason}." : "";
        if (known.Suppression is { } suppression) return say(Verdicts.Suppressed, $"{known.Recipient} {suppression}; the message is left out at its next turn.", SuppressionStep(known), null);
        return known.LastReply is { } reply
            ? say(Verdicts.Waiting, $"{Told(reply, known)}, at the last of {reply.Attempt!.Number} tries, at {Time(reply.At)}.{next}{slowed}{since}", Step(known), known.Read)
            : say(Verdicts.Waiting, $"The message to {known.Recipient} waits for its first try.{next}{slowed}{since}", Nothing, null);
    }

    private static string Paused(RecipientCase known, SendingState state) =>
        $"Mail to {known.Recipient} is kept, not lost: {state.Key} is {(state.Kind == SendingStateKind.Held ? "held" : "paused")} since {Time(state.Since)}, for this reason: {state.Reason}.{Next(state)}{(known.Incidents is [var incident, ..] ? $" {incident.Id} has the story." : "")}";

    private static string Next(SendingState state) => state.Kind switch
    {
        SendingStateKind.Held => " A person has to let it go.",
        SendingStateKind.Paused when state.Until is { } until => $" At {Time(until)} one message asks whether it is over.",
        _ => "",
    };

    private static string PauseStep(RecipientCase known, SendingState state) =>
        known.Incidents.Count > 0 ? IncidentStep(known.Incidents) : state.Kind == SendingStateKind.Held ? $"\"standfast state show\" has the samples; then \"standfast resume {Options(state.Key)}\"" : "find and end the cause; it is resumed by itself when the provider takes mail again";

    /// <summary>Of "resume": a stream is named with its account.</summary>
    private static string Options(StateKey key)
    {
        if (key == StateKey.Everything) return "--all";
        var account = key.Stream is null ? key.Account?.Value : null;
        var stream = key.Stream is null ? null : $"{key.Account}/{key.Stream}";
        (string Name, string? Value)[] parts = [("account", account), ("stream", stream), ("campaign", key.Campaign?.Value), ("credential", key.Credential), ("source", key.Source), ("provider", key.Provider)];
        return string.Join(' ', parts.Where(part => part.Value is not null).Select(part => $"--{part.Name} {part.Value}"));
    }

    private static string IncidentStep(IReadOnlyList<Incident> incidents) => incidents is [var first, ..] ? $"\"standfast incident show {first.Id}\"" : "\"standfast state ls\"";

    private static string HoldReason(RecipientCase known) => known.Facts.LastOrDefault(fact => fact.Kind == MailEventKind.Held)?.Detail ?? known.States.FirstOrDefault(state => state.Kind == SendingStateKind.Held)?.Reason ?? "by hand";

    private static string Suppressed(RecipientCase known) => known.Suppression is { } suppression ? $" Since then {known.Recipient} {suppression}." : "";

    private static string SuppressionStep(RecipientCase known) => $"take the address off your list; if that is wrong, \"standfast suppress rm {known.Recipient}\" undoes it";

    private static string Later(RecipientCase known) => known.Facts.LastOrDefault(fact => fact.Kind is MailEventKind.Complained or MailEventKind.Unsubscribed) is { } after ? $" At {Time(after.At)} the recipient {(after.Kind == MailEventKind.Complained ? "marked it as spam" : "unsubscribed")}." : "";

    private static string Meaning(RecipientCase known) => known.Read is { } read ? CauseWords.Meaning(read) : "refused it";

    private static string Step(RecipientCase known) => IsOfRoute(known.LastReply)
        ? known.IsQueued ? "nothing yet: it is tried again; \"standfast doctor --area network\" looks at your own name servers" : "correct the address, or take it off your lists: its domain takes no mail"
        : known.Read is { } read ? CauseWords.NextStep(read) : Nothing;

    /// <summary>Who said what it means; where nobody was reached, what stood in the way.</summary>
    private static string Told(MailEvent fact, RecipientCase known)
    {
        if (IsOfRoute(fact)) return $"No mail server for {known.Recipient} was found ({fact.Detail})";
        if (fact.Attempt is not { Phase: "connect", Provider: var provider } attempt || fact.Kind != MailEventKind.Deferred || fact.Detail?.StartsWith("451 4.4.", StringComparison.Ordinal) != true) return $"{Provider(fact)} {Meaning(known)}";
        var connection = $"No connection to {provider ?? attempt.RemoteHost} was to be had ({fact.Detail})";
        return known.Read is null or { Cause: ReplyCause.Other } ? connection : $"{connection}; it {Meaning(known)}";
    }

    /// <summary>Our own look at the DNS found nobody to speak to: no remote server said it.</summary>
    private static bool IsOfRoute(MailEvent? fact) => fact is { Detail: not null, Attempt: { Phase: "route", RemoteHost: "dns" } };

    private static string Provider(MailEvent fact) => fact.Attempt?.Provider ?? Host(fact);

    private static string Host(MailEvent fact) => fact.Attempt?.RemoteHost is { Length: > 0 } host ? host : "the next server";

    private static List<ExplainedEvidence> Evidence(RecipientCase known) =>
    [
        .. known.Facts.Where(fact => fact.Detail is not null && fact.Kind != MailEventKind.Accepted).TakeLast(5).Select(fact => new ExplainedEvidence(fact.At, fact.Kind is MailEventKind.Held ? "hold" : fact.Kind is MailEventKind.Released ? "release" : fact.Attempt is null ? "event" : "reply", fact.Detail!)),
        .. known.States.Select(Of), .. known.Incidents.Select(Of), .. known.Suppression is { } suppression ? [new ExplainedEvidence(null, "suppression", $"{known.Recipient} {suppression}")] : Array.Empty<ExplainedEvidence>(),
    ];

    private static ExplainedEvidence Of(SendingState state) => new(state.Since, "state", $"{state.Key} {state.Kind.ToString().ToLowerInvariant()} by {state.Actor}: {state.Reason}");

    private static ExplainedEvidence Of(Incident incident) => new(incident.OpenedAt, "incident", $"{incident.Id} {incident.Counterparty}, {incident.Cause}: {incident.Text}");

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
