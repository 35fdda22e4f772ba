using Standfast.Recovery.Diagnosis;

namespace Standfast.Recovery.Remedies;

/// <summary>Gathers what the server knows about an incident. Changes nothing.</summary>
public interface IIncidentFacts
{
    /// <summary>What is at hand, at once.</summary>
    DiagnosisFacts ForDiagnosis(Incident incident);

    /// <summary>With the security audit, within half a minute; what cannot be read is left out.</summary>
    Task<(DiagnosisFacts Diagnosis, RemedyFacts Remedy)> ReadAsync(Incident incident, CancellationToken cancellationToken);
}
