namespace Standfast.Recovery;

/// <summary>One line of an incident's history.</summary>
/// <param name="Actor">The rule or the person.</param>
/// <param name="Text">One sentence.</param>
public sealed record IncidentEntry(DateTimeOffset At, string Actor, string Text);
