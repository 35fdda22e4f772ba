namespace Standfast.Simulation.Internet.Honest;

/// <summary>One honest message.</summary>
/// <param name="Client">Address it is submitted from.</param>
internal sealed record HonestMail(DateTimeOffset At, HonestCredential Credential, string Client, string From, IReadOnlyList<string> Recipients, string Subject, string Text)
{
    public string? Html { get; init; }

    public string Stream { get; init; } = "transactional";

    public string? Campaign { get; init; }

    /// <summary>Further header fields, each ended by CRLF.</summary>
    public string Fields { get; init; } = "";

    /// <summary>0 to 1: how many of such recipients do not exist.</summary>
    public double DeadShare { get; init; }
}

/// <param name="Habit">What kind of sender it is, for the report.</param>
internal sealed record HonestCredential(string Account, string User, string Domain, string Habit);
