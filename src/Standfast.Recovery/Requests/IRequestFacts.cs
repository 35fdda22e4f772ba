namespace Standfast.Recovery.Requests;

/// <summary>Gathers what requests tell. Changes nothing.</summary>
public interface IRequestFacts
{
    /// <summary>Within some seconds; what cannot be read is left out.</summary>
    Task<RequestFacts> ReadAsync(Incident incident, CancellationToken cancellationToken);
}
