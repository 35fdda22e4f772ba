using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Standfast.Recovery;

/// <summary>A suspension, or its approach, from the first sign to its end. One cause is one incident, however many signs there are of it.</summary>
/// <param name="Id">"INC-" and its number, from 1.</param>
/// <param name="Counterparty">Who has suspended us: a provider, a blocklist, our relay.</param>
/// <param name="Cause">Such as "ip-reputation" or "complaints".</param>
/// <param name="Scope">What is suspended, such as "source=NAME provider=NAME".</param>
/// <param name="Text">The counterparty's own words at the first sign.</param>
public sealed record Incident(string Id, string Counterparty, string Cause, string Scope, DateTimeOffset OpenedAt, string Text)
{
    public const int MaxEvidence = 20, MaxTimeline = 200;

    public IncidentStatus Status { get; init; }

    public IncidentStage Stage { get; init; }

    /// <summary>Stages that were reached, oldest first.</summary>
    public ImmutableArray<IncidentMilestone> Stages { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>The notice that opened it; null where there was none.</summary>
    public IncidentNotice? Notice { get; init; }

    /// <summary>The cause that was diagnosed, or named by a person; null before that.</summary>
    public DiagnosedCause? Diagnosed { get; init; }

    /// <summary>Steps of the checklist that are not open any more, by id.</summary>
    public ImmutableArray<RemedyMark> Remedy { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>When the counterparty was asked, oldest first.</summary>
    public ImmutableArray<SentRequest> Requests { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>What it answered, oldest first; at most <see cref="MaxEvidence"/>.</summary>
    public ImmutableArray<IncidentAnswer> Answers { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>The rule that read the text.</summary>
    public string RuleId { get => field ?? ""; init; } = "";

    /// <summary>What the owner should do, such as "request-delisting"; "" where nothing is known.</summary>
    public string Action { get => field ?? ""; init; } = "";

    /// <summary>Signs of it so far.</summary>
    public long Signals { get; init; }

    public DateTimeOffset LastSeenAt { get; init; }

    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>Oldest first, at most <see cref="MaxEvidence"/>.</summary>
    public ImmutableArray<IncidentEvidence> Evidence { get; init; } = [];

    /// <summary>Oldest first; of a longer one the middle is left out.</summary>
    public ImmutableArray<IncidentEntry> Timeline { get; init; } = [];

    /// <summary>Since it was last detected.</summary>
    [JsonIgnore]
    public SentRequest? LastRequest => Requests.LastOrDefault() is { } last && last.At >= (Stages.LastOrDefault(stage => stage.Stage == IncidentStage.Detected)?.At ?? OpenedAt) ? last : null;

    [JsonIgnore]
    public bool IsOver => Status == IncidentStatus.Resolved;

    public Incident With(IncidentEvidence evidence) => Evidence.Length < MaxEvidence ? this with { Evidence = Evidence.Add(evidence) } : this;

    /// <summary>The beginning stays, and what is newest.</summary>
    public Incident With(IncidentEntry entry) => this with { Timeline = (Timeline.Length < MaxTimeline ? Timeline : Timeline.RemoveAt(MaxTimeline / 2)).Add(entry) };
}
