using System.Collections.Immutable;

namespace Standfast.Delivery.Providers;

/// <summary>How one provider wants to be spoken to. Limits that are null are ours to find.</summary>
/// <param name="Hosts">Names of MX hosts, or what they end in after a dot; empty for the default profile, which is everybody's.</param>
/// <param name="Source">Where the values come from, and on which day they were read.</param>
public sealed record ProviderProfile(string Name, string Title, ImmutableArray<string> Hosts, string Source, DateOnly Date)
{
    /// <summary>Knows nothing of anybody.</summary>
    public static ProviderProfile Unknown { get; } = new("default", "everybody else", [], "", default);

    /// <summary>Connections to one site from one source.</summary>
    public int? Connections { get; init; }

    /// <summary>Connections to all sites of the provider together, from one source.</summary>
    public int? ProviderConnections { get; init; }

    /// <summary>Transactions of one connection.</summary>
    public int? MessagesPerConnection { get; init; }

    /// <summary>Transactions a second at one site from one source.</summary>
    public double? RatePerSecond { get; init; }

    public int? RecipientsPerMessage { get; init; }

    /// <summary>Mail waits rather than go in the clear.</summary>
    public bool RequiresTls { get; init; }

    /// <summary>In the order in which they are asked; the first that matches decides.</summary>
    public ImmutableArray<Reaction> Reactions { get; init; } = [];
}
