namespace Standfast.Accounts.Audit;

/// <summary>Where the audit log is not what was written.</summary>
/// <param name="Number">Of the first entry that is wrong or missing.</param>
/// <param name="What">One sentence.</param>
public sealed record AuditFault(long Number, string What);
