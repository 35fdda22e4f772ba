namespace Standfast.Simulation.Internet.Knowledge;

/// <summary>The person who runs the server. From data/survival/host.toml.</summary>
/// <param name="Wakes">Hour of the day, UTC; nothing is done from <paramref name="Sleeps"/> until then.</param>
/// <param name="Reacts">From a message to the first act, while awake.</param>
/// <param name="Looks">Hour of the daily look at what is held.</param>
/// <param name="HearsOfBounces">From the first honest message that came back until a customer calls.</param>
internal sealed record OwnerHabits(int Wakes, int Sleeps, (TimeSpan Least, TimeSpan Most) Reacts, int Looks, (TimeSpan Least, TimeSpan Most) HearsOfBounces);
