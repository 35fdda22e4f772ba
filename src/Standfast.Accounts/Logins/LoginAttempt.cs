namespace Standfast.Accounts.Logins;

/// <summary>What a login may cost. Each is followed by one call that says how it ended.</summary>
/// <param name="IsAllowed">False: do not look at the secret at all.</param>
/// <param name="Delay">To wait before a wrong secret is answered.</param>
/// <param name="RetryAfter">When one more would be looked at; zero when this one is.</param>
public sealed record LoginAttempt(bool IsAllowed, TimeSpan Delay, TimeSpan RetryAfter)
{
    /// <summary>Budgets that it was taken from.</summary>
    internal IReadOnlyList<FailureBudgets.Taken> Taken { get; init; } = [];

    internal string? Network { get; init; }
}
