namespace Standfast.Api;

/// <param name="Status">open, resuming or resolved.</param>
/// <param name="Counterparty">Who has suspended us: a provider, a blocklist, our relay.</param>
/// <param name="Scope">What is suspended, such as "source=NAME provider=NAME".</param>
/// <param name="Signals">Signs of it so far.</param>
/// <param name="Action">What the owner should do, such as "request-delisting"; "" where nothing is known.</param>
/// <param name="Text">The counterparty's own words at the first sign.</param>
public sealed record IncidentResponse(
    string Id, string Status, string Counterparty, string Cause, string Scope, DateTimeOffset OpenedAt, DateTimeOffset LastSeenAt, DateTimeOffset? ResolvedAt, long Signals, string RuleId, string Action, string Text)
{
    /// <summary>detected, contained, diagnosed, remedied, requested, reinstated, refused, ramping or closed.</summary>
    public string Stage { get; init; } = "";
}

/// <param name="Message">Id of the message that met these words; null where there was none.</param>
public sealed record IncidentEvidenceResponse(DateTimeOffset At, string? Message, string Text);

/// <param name="Actor">The rule or the person.</param>
public sealed record IncidentEntryResponse(DateTimeOffset At, string Actor, string Text);

public sealed record IncidentDetailResponse(IncidentResponse Incident, IReadOnlyList<IncidentEvidenceResponse> Evidence, IReadOnlyList<IncidentEntryResponse> Timeline)
{
    /// <summary>Stages that were reached, oldest first.</summary>
    public IReadOnlyList<IncidentStageResponse> Stages { get; init; } = [];

    /// <summary>What the notice says that opened it; null where there was none.</summary>
    public IncidentNoticeResponse? Notice { get; init; }

    public IncidentDiagnosisResponse? Diagnosis { get; init; }

    public IReadOnlyList<ChecklistStepResponse> Checklist { get; init; } = [];

    /// <summary>When the counterparty was asked, oldest first.</summary>
    public IReadOnlyList<SentRequestResponse> Requests { get; init; } = [];

    /// <summary>What it answered, oldest first.</summary>
    public IReadOnlyList<IncidentAnswerResponse> Answers { get; init; } = [];

    /// <summary>A request for reinstatement may go out.</summary>
    public bool MayRequest { get; init; }

    /// <summary>The closing report as Markdown; null where it was not asked for.</summary>
    public string? Report { get; init; }

    /// <summary>What is to be done next.</summary>
    public string Next { get; init; } = "";
}

/// <param name="Counterparty">Who has suspended us.</param>
/// <param name="Text">Their own words, word for word.</param>
/// <param name="Cause">As in "standfast classify", or in one word of one's own.</param>
/// <param name="Scope">What is suspended, as "standfast state ls" writes it.</param>
public sealed record IncidentRequest(string Counterparty, string Text, string Cause = "other", string Scope = "everything");

/// <param name="Text">One sentence for the timeline.</param>
/// <param name="Resolves">Ends the incident.</param>
public sealed record IncidentNoteRequest(string Text, bool Resolves = false);
