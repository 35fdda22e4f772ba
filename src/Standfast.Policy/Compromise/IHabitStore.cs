namespace Standfast.Policy.Compromise;

/// <summary>Where habits and holds live. May be called concurrently.</summary>
public interface IHabitStore
{
    /// <returns>A habit as it was saved; null where the sender was never seen.</returns>
    /// <exception cref="IOException">It cannot be read: then nothing of the sender may pass.</exception>
    byte[]? FindHabit(string sender);

    /// <summary>Ids of senders, the last saved first.</summary>
    /// <exception cref="IOException">They cannot be read.</exception>
    IReadOnlyList<string> ListSenders(int limit);

    /// <summary>Durable when it returns, all or none.</summary>
    /// <exception cref="IOException">They cannot be written.</exception>
    void SaveHabits(IReadOnlyList<(string Sender, byte[] Habit)> habits);

    /// <exception cref="IOException">They cannot be read.</exception>
    IReadOnlyList<byte[]> LoadHolds();

    /// <summary>Durable when it returns.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    void SaveHold(string id, byte[] hold);

    /// <summary>Durable when it returns.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    void RemoveHold(string id);
}
