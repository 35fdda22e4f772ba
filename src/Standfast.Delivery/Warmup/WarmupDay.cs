namespace Standfast.Delivery.Warmup;

/// <summary>Where a source stands with a provider.</summary>
/// <param name="Provider">Name of its profile.</param>
/// <param name="Step">Day of the plan, from 0; as many as the plan has days where the warm-up is over.</param>
/// <param name="Began">When this day did, by the wall clock of then.</param>
/// <param name="Spent">Recipients taken out of this day's allowance, whether or not they were used yet.</param>
public sealed record WarmupDay(string Source, string Provider, int Step, DateTimeOffset Began, int Spent)
{
    /// <summary>Bad signals of this day: from <see cref="Allowance.MaxFaults"/> on the plan does not go on by it.</summary>
    public int Faults { get; init; }
}
