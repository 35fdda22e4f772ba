namespace Standfast.Reputation.Identity;

/// <summary>Keeps listings and what receivers said of lists. Changes return when they are durable. May be called concurrently.</summary>
public interface IListingStore
{
    /// <exception cref="IOException">They cannot be read.</exception>
    /// <exception cref="InvalidDataException">The same.</exception>
    IReadOnlyList<Listing> LoadListings();

    /// <summary>In the place of the one of the same list and subject.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    void Save(Listing listing);

    /// <exception cref="IOException">It could not be written.</exception>
    void Remove(Listing listing);

    /// <exception cref="IOException">They cannot be read.</exception>
    /// <exception cref="InvalidDataException">The same.</exception>
    IReadOnlyList<ListQuote> LoadQuotes();

    /// <summary>In the place of that of the same list and provider.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    void Save(ListQuote quote);
}
