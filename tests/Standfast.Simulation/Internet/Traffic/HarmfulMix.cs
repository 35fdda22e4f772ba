namespace Standfast.Simulation.Internet.Traffic;

/// <summary>One attack, or one mistake: who sends what in whose name, how fast.</summary>
/// <param name="Kind">As in data/survival/mail.toml.</param>
/// <param name="Habits">Whose credential it may use; empty for anybody's.</param>
/// <param name="Messages">In all, if nobody ends it.</param>
/// <param name="Every">Time between two of them.</param>
/// <param name="Write">The n-th message.</param>
internal sealed record HarmfulMix(string Name, string Kind, string[] Habits, int Messages, TimeSpan Every, Func<HarmfulText.Context, HarmfulMail> Write)
{
    /// <summary>Comes from the customer's own programs: tries again after 4xx.</summary>
    public bool IsOwn { get; init; }

    /// <summary>Networks that it comes from; 0 for the customer's own.</summary>
    public int Networks { get; init; }

    /// <summary>Credentials that it uses at once.</summary>
    public int Accounts { get; init; } = 1;
}

/// <param name="Name">Display name in From; null for none.</param>
/// <param name="Type">Content-Type and what belongs to it.</param>
internal sealed record HarmfulMail(string LocalPart, string? Name, string Subject, string Fields, string Type, string Body)
{
    /// <summary>Null for the next of the mix's own list.</summary>
    public string? Recipient { get; init; }
}
