namespace Standfast.Policy.Content.Listings;

/// <summary>Where no list is configured.</summary>
public sealed class NoDomainListing : IDomainListing
{
    public ValueTask<DomainListed?> FindAsync(string host, CancellationToken cancellationToken) => default;
}
