namespace Standfast.Simulation.Internet.World;

internal enum StandingVerdict
{
    /// <summary>Later: 4xx.</summary>
    Slowed,

    /// <summary>No: 5xx.</summary>
    Blocked,
}
