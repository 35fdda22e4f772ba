namespace Standfast.Accounts.Audit;

/// <summary>One change that somebody made, as it stands in the audit log.</summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="Actor">Who: "admin", a user's name, or the rule that acted by itself.</param>
/// <param name="Action">What, as noun.verb: "credential.revoke".</param>
/// <param name="Subject">What it was done to.</param>
/// <param name="Previous">Hash of the entry before, 64 digits of hexadecimal; zeros for the first.</param>
/// <param name="Hash">SHA-256 over all of the above (<see cref="AuditChain.HashOf"/>).</param>
public sealed record AuditEntry(long Number, DateTimeOffset At, string Actor, string Action, string Subject, string? Detail, string Previous, string Hash);
