namespace Standfast.Accounts.Pauses;

/// <summary>Keeps pauses. Changes return when they are durable.</summary>
public interface IPauseStore
{
    /// <exception cref="IOException">They cannot be read.</exception>
    IReadOnlyList<Pause> Load();

    /// <summary>In the place of one with the same target.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    void Save(Pause pause);

    /// <exception cref="IOException">It could not be written.</exception>
    void Remove(PauseTarget target);
}
