using Standfast.Queue.Clocks;
using Standfast.Simulation.Scheduling;

namespace Standfast.Simulation.Engine;

/// <summary>The clock of a machine that is never started anew, and the last record: a file that is replaced whole.</summary>
internal sealed class SimulatedClockMemory(StepScheduler scheduler) : IClockMemory
{
    private ClockRecord? _record;

    public MachineTime? Now => new("the only boot", scheduler.Now);

    public ClockRecord? Load() => _record;

    public void Save(ClockRecord record) => _record = record;
}
