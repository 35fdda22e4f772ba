namespace Standfast.Recovery;

/// <summary>Keeps incidents. Changes return when they are durable. May be called concurrently.</summary>
public interface IIncidentStore
{
    /// <exception cref="IOException">They cannot be read.</exception>
    /// <exception cref="InvalidDataException">The same.</exception>
    IReadOnlyList<Incident> Load();

    /// <summary>In the place of one with the same id.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    void Save(Incident incident);

    /// <exception cref="IOException">It could not be written.</exception>
    void Remove(string id);
}
