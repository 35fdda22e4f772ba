using Standfast.Mail;
using Standfast.Policy.Suppression;

namespace Standfast.Policy.Tracking;

/// <summary>Keeps who takes an interest in which stream. May be called concurrently.</summary>
public interface IEngagementStore
{
    /// <summary>Null where nothing is known.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    Engagement? Find(AccountId account, StreamName stream, AddressKey address);

    /// <summary>Those of whom nothing was heard since then though mail came after it, in the order of addresses.</summary>
    /// <param name="after">Address to go on after; "" from the beginning.</param>
    /// <param name="limit">1 to 10,000.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    IReadOnlyList<Engagement> FindQuiet(AccountId account, StreamName stream, DateTimeOffset since, string after, int limit);

    /// <summary>All or nothing.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    void Add(IReadOnlyList<EngagementSign> signs);
}
