namespace Standfast.Policy.Limits.Planning;

/// <summary>What goes on one day.</summary>
/// <param name="BoundBy">What kept more from going; null where that was all.</param>
public sealed record PlannedDay(DateOnly Day, PlannedSend Send, long Recipients, string? BoundBy);
