using Standfast.Recovery.Doctor.Facts;

namespace Standfast.Recovery.Doctor;

/// <summary>Looks at facts for one kind of fault. Changes nothing, and may run beside others.</summary>
public interface IDoctorCheck
{
    string Id { get; }

    ValueTask<CheckOutcome> LookAsync(DoctorFacts facts, CancellationToken cancellationToken);
}
