using Standfast.Delivery.Providers;

namespace Standfast.Delivery.Shaping;

/// <summary>How a site is spoken to: the stricter of its provider's profile and the settings.</summary>
/// <param name="Connections">At once, from one source.</param>
/// <param name="ProviderConnections">To all sites of the provider, from one source; null for no more than each site's.</param>
/// <param name="RatePerSecond">Transactions; null where only the site's own replies set a limit.</param>
internal sealed record SiteLimits(
    ProviderProfile Profile, int Connections, int? ProviderConnections, int MessagesPerConnection, double? RatePerSecond, int RecipientsPerMessage, bool RequiresTls)
{
    /// <summary>The smart host and LMTP are arrangements of our own: nobody there has to get to know our addresses.</summary>
    public bool IsOurs { get; init; }

    /// <summary>Under which name the sending states know who is spoken to; null where they know nobody.</summary>
    public string? StateName { get; init; }

    public static SiteLimits Of(ProviderProfile profile, DeliveryOptions options) => new(
        profile,
        Math.Min(profile.Connections ?? options.ConnectionsPerSite, options.ConnectionsPerSite),
        profile.ProviderConnections,
        Math.Min(profile.MessagesPerConnection ?? options.TransactionsPerConnection, options.TransactionsPerConnection),
        profile.RatePerSecond,
        Math.Min(profile.RecipientsPerMessage ?? options.RecipientsPerTransaction, options.RecipientsPerTransaction),
        profile.RequiresTls);
}
