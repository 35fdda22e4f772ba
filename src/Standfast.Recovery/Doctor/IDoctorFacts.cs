using Standfast.Recovery.Doctor.Facts;

namespace Standfast.Recovery.Doctor;

/// <summary>Gathers what the checks look at. Changes nothing.</summary>
public interface IDoctorFacts
{
    /// <summary>Within some seconds; what cannot be read is left out.</summary>
    Task<DoctorFacts> ReadAsync(CancellationToken cancellationToken);
}
