namespace Standfast.Reputation.Incidents;

/// <summary>One sign of a suspension, or of its end. Counterparty, cause and scope together name the incident.</summary>
/// <param name="Counterparty">Who has suspended us: a provider, a blocklist, our relay.</param>
/// <param name="Cause">As in data/replies, such as "ip-reputation", or the rule that saw it, such as "complaints".</param>
/// <param name="Scope">What is suspended, such as "source=NAME provider=NAME".</param>
/// <param name="Text">Of <see cref="IncidentStep.Seen"/> the counterparty's own words; else one sentence.</param>
public sealed record IncidentSignal(DateTimeOffset At, string Counterparty, string Cause, string Scope, IncidentStep Step, string Text)
{
    /// <summary>Counterparty of what our own guard has stopped: nobody is to be asked.</summary>
    public const string Guard = "guard";

    /// <summary>Id of the message that met it; null where there was none.</summary>
    public string? Message { get; init; }

    /// <summary>The rule that read the text, or acted.</summary>
    public string RuleId { get; init; } = "";

    /// <summary>What the owner should do, such as "request-delisting"; "" where nothing is known.</summary>
    public string Action { get; init; } = "";

    /// <summary>What was done at once, one sentence; null for nothing.</summary>
    public string? Contained { get; init; }
}
