namespace Standfast.Simulation.Disk;

/// <summary>The machine stopped within a disk operation. Not an I/O error: the code that meets it is already gone.</summary>
public sealed class PowerLossException : Exception
{
    public PowerLossException() : base("the simulated machine stopped here") { }

    public PowerLossException(string message) : base(message) { }

    public PowerLossException(string message, Exception innerException) : base(message, innerException) { }
}
