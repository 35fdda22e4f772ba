namespace Standfast.Recovery;

/// <summary>The counterparty's words, verbatim.</summary>
/// <param name="Message">Id of the message that met them; null where there was none.</param>
public sealed record IncidentEvidence(DateTimeOffset At, string? Message, string Text);
