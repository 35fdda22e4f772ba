namespace Standfast.Policy.Limits;

/// <summary>Keeps what was used of limits. It is written ahead of use, so that no loss of power gives any of it back.</summary>
public interface ILimitLedger
{
    /// <summary>Boot and uptime of the machine, and the wall clock; time elapsed is zero.</summary>
    LimitTime Now { get; }

    /// <exception cref="IOException">It cannot be read.</exception>
    LimitChanges Load();

    /// <summary>Replaces the rows and births named, all or none; durable when it returns. Never called twice at once.</summary>
    /// <exception cref="IOException">It could not be written: then nothing may be sent on it.</exception>
    void Save(LimitChanges changes);
}
