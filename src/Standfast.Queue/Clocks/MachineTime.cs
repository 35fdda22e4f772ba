namespace Standfast.Queue.Clocks;

/// <summary>A clock that nobody sets, and that goes on while no process looks.</summary>
/// <param name="Boot">Names this boot of the machine: times of different boots cannot be compared.</param>
/// <param name="Uptime">Since then, suspension included.</param>
public readonly record struct MachineTime(string Boot, TimeSpan Uptime);
