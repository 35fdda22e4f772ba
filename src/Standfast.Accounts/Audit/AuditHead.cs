namespace Standfast.Accounts.Audit;

/// <summary>Number and hash of the newest entry, kept apart from the log: a log that was cut shorter does not reach it.</summary>
public sealed record AuditHead(long Number, string Hash)
{
    public static AuditHead None { get; } = new(0, AuditChain.NoHash);
}
