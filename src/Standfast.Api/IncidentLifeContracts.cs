namespace Standfast.Api;

/// <param name="Actor">The rule or the person.</param>
public sealed record IncidentStageResponse(string Stage, DateTimeOffset At, string Actor, string Text);

/// <param name="Kind">review, suspension, abuse-notice, complaint, port-blocked, listing, limit, refusal or unknown.</param>
/// <param name="Quote">The sentence that decided, word for word.</param>
/// <param name="Deadline">By when they want an answer; null where they did not say.</param>
public sealed record IncidentNoticeResponse(string Kind, string Quote, DateTimeOffset? Deadline, IReadOnlyList<string> Addresses, IReadOnlyList<string> Domains, IReadOnlyList<string> Messages)
{
    /// <summary>What they wrote, without markup; of a long one the beginning.</summary>
    public string Text { get; init; } = "";
}

/// <param name="Cause">The cause that the checklist is for; null before one is known.</param>
/// <param name="Actor">"rule:diagnosis", or who named it.</param>
/// <param name="Confidence">high, medium or low: of the ranking.</param>
/// <param name="Quote">The counterparty's own words.</param>
/// <param name="Causes">The likeliest first.</param>
public sealed record IncidentDiagnosisResponse(string? Cause, string? Actor, string? Reason, string Confidence, string Quote, IReadOnlyList<RankedCauseResponse> Causes);

/// <param name="Confidence">0 to 1.</param>
/// <param name="TellApart">What would show that it is this one.</param>
public sealed record RankedCauseResponse(string Cause, string Title, double Confidence, IReadOnlyList<string> For, IReadOnlyList<string> Against, string TellApart);

/// <param name="State">open, failing, done, signed or overridden.</param>
/// <param name="Check">The automatic check; null where a person signs.</param>
/// <param name="Detail">What the check saw, the note or the reason.</param>
public sealed record ChecklistStepResponse(string Id, string Text, string Why, string Source, string? Check, string State, DateTimeOffset? At, string? By, string? Detail);

/// <param name="Notice">What they wrote, as text or as a message.</param>
/// <param name="Counterparty">Null: as the notice shows. The others likewise.</param>
public sealed record IncidentNoticeRequest(string Notice, string? Counterparty = null, string? Cause = null, string? Scope = null);

/// <param name="Stage">The next one.</param>
public sealed record IncidentMarkRequest(string Stage, string Reason);

/// <param name="Cause">As in the diagnosis.</param>
public sealed record IncidentCauseRequest(string Cause, string Reason);

/// <param name="By">Who answers for it.</param>
public sealed record StepSignatureRequest(string Step, string By, string Note = "");

public sealed record StepOverrideRequest(string Step, string Reason);

/// <param name="Counterparty">Id of its playbook.</param>
/// <param name="MessageId">Of the mail; "" where it was asked by hand.</param>
/// <param name="Via">Which way it went; "" while it is not known whether it went out.</param>
/// <param name="LookAgainAt">When an answer should be there; nobody is asked again before it.</param>
public sealed record SentRequestResponse(DateTimeOffset At, string Actor, string Counterparty, string Route, string To, string MessageId, string Via, DateTimeOffset LookAgainAt);

/// <param name="Meaning">reinstated, refused, more-information, received or unclear: as it is read.</param>
/// <param name="Quote">The sentence that decided; else how it begins.</param>
/// <param name="IsTheirs">It names our mail, and is from the domain that was asked; others move nothing by themselves.</param>
public sealed record IncidentAnswerResponse(DateTimeOffset At, string From, string Meaning, string Quote, bool IsTheirs);
