namespace Standfast.Simulation.Internet.Judging;

/// <summary>Somebody stopped taking the server's mail.</summary>
/// <param name="By">A provider, a blocklist, or the hosting provider.</param>
/// <param name="Subject">The address, or the domain, that is refused.</param>
/// <param name="Reason">What the world held against it.</param>
internal sealed record Suspension(string By, string Subject, string Reason, TimeSpan At)
{
    public TimeSpan? EndedAt { get; set; }

    /// <summary>Honest messages that were submitted while it lasted, for readers whom it kept them from.</summary>
    public int HonestStopped { get; set; }

    /// <summary>A provider acts for itself; a blocklist and the hosting provider act for many.</summary>
    public bool IsOfProvider { get; init; }

    /// <summary>A block that met no honest mail is none: then the provider stopped the harm alone.</summary>
    public bool Counts => !IsOfProvider || HonestStopped > 0;

    /// <param name="domain">That the message is from.</param>
    public bool Concerns(string provider, string domain) => !IsOfProvider || (By == provider && (Subject == domain || char.IsDigit(Subject[^1])));
}
