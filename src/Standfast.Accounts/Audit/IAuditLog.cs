namespace Standfast.Accounts.Audit;

/// <summary>Who changed what, in a chain of hashes that shows every later change of it. May be called concurrently.</summary>
public interface IAuditLog
{
    /// <summary>Returns when the entry is durable. Texts are cut to their limits, and control characters become spaces; never give a secret.</summary>
    /// <param name="actor">Who, at most 100 characters.</param>
    /// <param name="action">What, as noun.verb, at most 100 characters.</param>
    /// <param name="subject">To what, at most 300 characters.</param>
    /// <param name="detail">Why and how, at most 2,000 characters.</param>
    /// <exception cref="IOException">It could not be written.</exception>
    Task<AuditEntry> AppendAsync(string actor, string action, string subject, string? detail, CancellationToken cancellationToken);

    /// <returns>The newest entries, oldest first.</returns>
    /// <exception cref="IOException">The log cannot be read.</exception>
    Task<IReadOnlyList<AuditEntry>> TailAsync(int count, CancellationToken cancellationToken);

    /// <summary>Reads and checks every entry.</summary>
    /// <exception cref="IOException">The log cannot be read.</exception>
    Task<AuditVerification> VerifyAsync(CancellationToken cancellationToken);
}
