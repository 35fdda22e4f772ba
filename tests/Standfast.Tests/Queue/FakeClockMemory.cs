using Standfast.Queue.Clocks;

namespace Standfast.Tests.Queue;

/// <summary>A machine whose own clock goes as the given time does.</summary>
internal sealed class FakeClockMemory(TimeProvider time) : IClockMemory
{
    private readonly DateTimeOffset _booted = time.GetUtcNow();
    private ClockRecord? _record;

    public string Boot { get; set; } = "first";

    public MachineTime? Now => new(Boot, time.GetUtcNow() - _booted);

    public ClockRecord? Load() => _record;

    public void Save(ClockRecord record) => _record = record;
}
