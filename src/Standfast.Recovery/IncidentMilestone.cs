namespace Standfast.Recovery;

/// <summary>That a stage was reached.</summary>
/// <param name="Actor">The rule or the person.</param>
/// <param name="Text">Why, one sentence.</param>
public sealed record IncidentMilestone(IncidentStage Stage, DateTimeOffset At, string Actor, string Text);
