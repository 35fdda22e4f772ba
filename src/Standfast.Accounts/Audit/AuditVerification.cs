namespace Standfast.Accounts.Audit;

/// <param name="Entries">How many were read.</param>
/// <param name="Head">The newest; a copy of it kept on another machine proves later that nothing before it was changed.</param>
/// <param name="Faults">None in a log that is as it was written; at most <see cref="AuditChain.MaxFaults"/>.</param>
public sealed record AuditVerification(long Entries, AuditHead Head, IReadOnlyList<AuditFault> Faults);
