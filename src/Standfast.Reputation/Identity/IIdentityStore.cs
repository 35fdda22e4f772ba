namespace Standfast.Reputation.Identity;

/// <summary>Keeps the names of our addresses, so that a change is seen over restarts. Changes return when they are durable. May be called concurrently.</summary>
public interface IIdentityStore
{
    /// <exception cref="IOException">They cannot be read.</exception>
    /// <exception cref="InvalidDataException">The same.</exception>
    IReadOnlyList<KnownIdentity> LoadIdentities();

    /// <exception cref="IOException">It could not be written.</exception>
    void Save(KnownIdentity identity);
}
