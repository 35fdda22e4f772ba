namespace Standfast.Queue.Clocks;

/// <summary>The machine's own clock, and a place for what one process tells the next about the wall clock.</summary>
public interface IClockMemory
{
    /// <summary>Null where the machine does not say.</summary>
    MachineTime? Now { get; }

    /// <summary>What was saved last; null when nothing was, or it cannot be read.</summary>
    ClockRecord? Load();

    /// <summary>Keeps the record across a crash of the machine.</summary>
    /// <exception cref="IOException">It could not be written; the one before is kept.</exception>
    void Save(ClockRecord record);
}
