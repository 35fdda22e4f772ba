namespace Standfast.Simulation.Internet;

/// <summary>What became of one seed with one server.</summary>
/// <param name="Suspensions">One line each: who, whom, when, why, and how long.</param>
/// <param name="Honest">Recipients of honest mail that exist.</param>
/// <param name="Taken">Of them, whose provider took it.</param>
/// <param name="Inbox">Of those taken, what reached the inbox.</param>
/// <param name="Delays">Seconds from the first try to submit until the provider took it; sorted.</param>
/// <param name="Harm">Of each harmful mix: messages whose content left the server, and all.</param>
/// <param name="Noticed">Of each mix that somebody noticed: seconds after its first message.</param>
/// <param name="Losses">Why honest mail was not taken.</param>
public sealed record SurvivalReport(
    int Seed, string Server, IReadOnlyList<string> Suspensions, int Honest, int Taken, int Inbox, IReadOnlyList<double> Delays, IReadOnlyDictionary<string, (int Let, int All)> Harm, IReadOnlyDictionary<string, double> Noticed,
    IReadOnlyDictionary<string, int> Losses)
{
    public required ulong TraceHash { get; init; }

    public required long Steps { get; init; }

    /// <summary>Times that a provider slowed the server or one of its domains.</summary>
    public required int Slowings { get; init; }

    /// <summary>Of readers.</summary>
    public required int Complaints { get; init; }
}
