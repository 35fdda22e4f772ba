namespace Standfast.Policy.Limits.Planning;

/// <summary>How a plan would go at the present level.</summary>
/// <param name="Days">In their order, those on which something goes.</param>
/// <param name="Unsent">Recipients of each line that do not go within <see cref="SendPlanner.MaxDays"/>.</param>
public sealed record SendPlan(IReadOnlyList<PlannedDay> Days, IReadOnlyDictionary<PlannedSend, long> Unsent);
