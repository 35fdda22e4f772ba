using System.Collections.Immutable;

namespace Standfast.Queue.Clocks;

/// <summary>What the next process must know to notice that the wall clock jumped, and to tell how old mail really is.</summary>
/// <param name="Machine">When <paramref name="Wall"/> was read; null where the machine does not say.</param>
/// <param name="Eras">Oldest first; the last is the present one.</param>
public sealed record ClockRecord(MachineTime? Machine, DateTimeOffset Wall, ImmutableArray<ClockEra> Eras);
