namespace Standfast.Policy.Suppression;

/// <summary>Keeps suppressions. Each change is durable when it returns. May be called concurrently.</summary>
public interface ISuppressionStore
{
    /// <summary>All entries, in no order; read once, at start.</summary>
    /// <exception cref="IOException">They cannot be read: then nothing may be sent.</exception>
    IEnumerable<SuppressedAddress> ReadAll();

    /// <summary>All or none. An entry of the same address, scope and reason stays as it was.</summary>
    /// <returns>How many are new.</returns>
    /// <exception cref="IOException">Nothing was added.</exception>
    int Add(IReadOnlyList<SuppressedAddress> entries);

    /// <summary>Takes out what matches, whatever its limit says.</summary>
    /// <returns>What was taken out.</returns>
    /// <exception cref="IOException">Nothing was.</exception>
    IReadOnlyList<SuppressedAddress> Remove(SuppressionQuery query);

    /// <summary>In the order of addresses.</summary>
    /// <exception cref="IOException">They cannot be read.</exception>
    IReadOnlyList<SuppressedAddress> Find(SuppressionQuery query);
}
