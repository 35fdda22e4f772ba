using Standfast.Queue.Clocks;

namespace Standfast.Tests.Queue;

/// <summary>A machine whose own clock goes as the given time does.</summary>
internal sealed class FakeClockMemory(TimeProvider time) : IClockMemory
{
    private readonly DateTimeOffset _booted = time.GetUtcNow();
    private ClockRecord? _record;

    public string Boot { get; set; } = "first";

    public MachineTime? Now => new(Boot, time.GetUtcNow() - _booted);

    /// <summary>Called before each save.</summary>
    public Action Saving { get; set; } = () => { };

    public ClockRecord? Load() => _record;

    public void Save(ClockRecord record)
    {
        Saving();
        _record = record;
    }
}
