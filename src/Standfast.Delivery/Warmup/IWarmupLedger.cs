namespace Standfast.Delivery.Warmup;

/// <summary>Keeps what was spent of warm-up allowances. It is written before it is used, so that no crash gives any of it back.</summary>
public interface IWarmupLedger
{
    IReadOnlyList<WarmupDay> Load();

    /// <summary>Replaces what was kept of the source and the provider; durable when it returns.</summary>
    /// <exception cref="IOException">It could not be written: then nothing may be sent on it.</exception>
    void Save(WarmupDay day);
}
