using System.Collections.Immutable;

namespace Standfast.Simulation.Internet.Knowledge;

/// <summary>When a mailbox provider turns against a sender, and what it says. From data/survival/providers.toml.</summary>
/// <param name="Mx">Name of its MX host, by which senders know the provider.</param>
/// <param name="SharePercent">Of all mailboxes.</param>
/// <param name="Lists">Blocklists that it asks.</param>
internal sealed record ProviderRules(string Name, string Mx, ImmutableArray<string> Domains, int SharePercent, ImmutableArray<string> Lists)
{
    /// <summary>When a verdict on the address is told: mail, recipient or content.</summary>
    public required string Verdict { get; init; }

    /// <summary>Part of the inbox messages that readers mark as spam from which new mail goes to the spam folder.</summary>
    public required double ComplaintsFoldered { get; init; }

    /// <summary>The same from which mail is slowed, and from which it is blocked.</summary>
    public required (double Low, double Bad) Complaints { get; init; }

    public required TimeSpan ComplaintsWindow { get; init; }

    /// <summary>Part of the recipients that do not exist.</summary>
    public required (double Low, double Bad) Unknown { get; init; }

    /// <summary>Part of the messages that the filter takes for spam.</summary>
    public required (double Low, double Bad) Spam { get; init; }

    /// <summary>Messages to its own traps in a day.</summary>
    public required int TrapsBad { get; init; }

    /// <summary>What a slowed sender may deliver; 0 for nothing.</summary>
    public required int SlowedPer10Minutes { get; init; }

    public required TimeSpan Slow { get; init; }

    public required TimeSpan Block { get; init; }

    /// <summary>Without new faults for so long, former ones are forgotten.</summary>
    public required TimeSpan Recovery { get; init; }

    /// <summary>Tells the sender who complained.</summary>
    public required bool HasFeedback { get; init; }

    /// <summary>How long a request to lift a block takes; null where none is heard.</summary>
    public required TimeSpan? Appeal { get; init; }

    public required ProviderTexts Texts { get; init; }
}
