namespace Standfast.Api;

/// <param name="Actor">Who: the admin with the address of the request, or the rule that acted by itself.</param>
/// <param name="Hash">SHA-256 over the entry and the hash before it.</param>
public sealed record AuditEntryResponse(long Number, DateTimeOffset At, string Actor, string Action, string Subject, string? Detail, string Hash);

/// <param name="Number">Of the first entry that is wrong or missing.</param>
public sealed record AuditFaultResponse(long Number, string What);

/// <param name="Entries">How many were read.</param>
/// <param name="HeadNumber">Of the newest entry.</param>
/// <param name="HeadHash">Its hash; kept elsewhere, it proves later that nothing before it was changed.</param>
/// <param name="Faults">Empty when the log is as it was written.</param>
public sealed record AuditVerificationResponse(long Entries, long HeadNumber, string HeadHash, IReadOnlyList<AuditFaultResponse> Faults);
