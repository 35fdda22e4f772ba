namespace Standfast.Recovery.Doctor;

/// <summary>Carries repairs out.</summary>
public interface IHostRepairs
{
    /// <returns>Null when it is done; else why it is not.</returns>
    string? Apply(Repair repair);
}
