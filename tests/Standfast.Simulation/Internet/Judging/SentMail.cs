using Standfast.Mail;
using Standfast.Simulation.Internet.Knowledge;

namespace Standfast.Simulation.Internet.Judging;

/// <summary>One message as its author knows it. Servers never see this; the world's readers and filters, and the judge, do.</summary>
/// <param name="Number">Stands in its Message-ID.</param>
/// <param name="Domain">Organizational domain of From.</param>
/// <param name="Mix">Which harm it is part of; null for honest mail.</param>
internal sealed record SentMail(int Number, MailTraits Traits, string Account, string User, string Domain, string Mix, IReadOnlyList<string> Recipients, TimeSpan At)
{
    public const string Honest = "";

    public bool IsHonest => Mix.Length == 0;

    /// <summary>By which the server took it; <c>default</c> while it has not.</summary>
    public SpoolId Id { get; set; }

    /// <summary>Its content has left the server.</summary>
    public bool HasLeft { get; set; }

    /// <summary>Recipients at which a provider took it.</summary>
    public HashSet<string> Taken { get; } = [];
}
