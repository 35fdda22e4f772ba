using Standfast.Reputation.Identity;

namespace Standfast.Tests.Reputation.Identity;

internal sealed class MemoryListingStore : IListingStore, IIdentityStore
{
    public Dictionary<(string, string), Listing> Listings { get; } = [];

    public Dictionary<(string, string), ListQuote> Quotes { get; } = [];

    public Dictionary<string, KnownIdentity> Identities { get; } = [];

    public bool IsBroken { get; set; }

    public IReadOnlyList<Listing> LoadListings() => [.. Listings.Values];

    public void Save(Listing listing)
    {
        if (IsBroken) throw new IOException("no space left");
        Listings[(listing.List, listing.Subject)] = listing;
    }

    public void Remove(Listing listing) => Listings.Remove((listing.List, listing.Subject));

    public IReadOnlyList<ListQuote> LoadQuotes() => [.. Quotes.Values];

    public void Save(ListQuote quote) => Quotes[(quote.List, quote.Provider)] = quote;

    public IReadOnlyList<KnownIdentity> LoadIdentities() => [.. Identities.Values];

    public void Save(KnownIdentity identity) => Identities[identity.Address] = identity;
}
