namespace Standfast.Reputation.States;

/// <summary>Keeps sending states. Changes return when they are durable. May be called concurrently.</summary>
public interface ISendingStateStore
{
    /// <exception cref="IOException">They cannot be read: then it is not known what may be sent, and nothing is.</exception>
    /// <exception cref="InvalidDataException">The same.</exception>
    IReadOnlyList<SendingState> Load();

    /// <summary>In the place of one with the same key.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    void Save(SendingState state);

    /// <exception cref="IOException">It could not be written.</exception>
    void Remove(StateKey key);
}
