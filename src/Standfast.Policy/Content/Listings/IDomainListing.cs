namespace Standfast.Policy.Content.Listings;

/// <summary>Blocklists of domains. May be called concurrently; never throws for what a list says or fails to say.</summary>
public interface IDomainListing
{
    /// <param name="host">A domain name in its canonical form.</param>
    /// <returns>Null where no list names it, or none can be asked.</returns>
    ValueTask<DomainListed?> FindAsync(string host, CancellationToken cancellationToken);
}
