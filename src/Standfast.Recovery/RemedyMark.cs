namespace Standfast.Recovery;

/// <summary>What became of a step.</summary>
/// <param name="Actor">The check, or the person.</param>
/// <param name="Text">What the check saw, the note or the reason.</param>
public sealed record RemedyMark(string Step, RemedyState State, DateTimeOffset At, string Actor, string Text);
