using System.Net;
using Standfast.Accounts.Logins;
using Standfast.Accounts.Passwords;

namespace Standfast.Accounts.Users;

/// <summary>Checks names, passwords and codes. May be called concurrently; at most two passwords are hashed at once.</summary>
public sealed class UserLogins(IUserStore store, LoginThrottle throttle, TimeProvider time) : IDisposable
{
    /// <summary>Hashing takes 19 MiB and a processor: a flood of logins must not take them from the mail.</summary>
    private readonly SemaphoreSlim _hashing = new(2);

    /// <param name="code">Null where none was given.</param>
    /// <exception cref="IOException">What was used could not be recorded.</exception>
    public async Task<LoginResult> VerifyAsync(string name, string password, string? code, IPAddress? client, CancellationToken cancellationToken)
    {
        var stored = store.Find(name);
        // Users of the console and SMTP users may have the same names, and are not the same.
        var throttled = $"console {name}";
        var attempt = throttle.Begin(throttled, stored is not null, client);
        if (!attempt.IsAllowed) return new LoginResult.TooMany(attempt.RetryAfter);
        var isRight = password.Length <= PasswordRules.MaxLength && await MatchesAsync(stored?.PasswordHash ?? Argon2Hash.OfNobody, password, cancellationToken);
        if (stored is null || !isRight) return await RefuseAsync(attempt, cancellationToken);
        if (stored.TotpKey is { } key)
        {
            if (code is null)
            {
                throttle.Withdrawn(attempt);
                return new LoginResult.CodeNeeded();
            }

            if (!TotpCodes.Matches(key, code, time.GetUtcNow(), out var step) || !await store.TakeTotpStepAsync(name, step, cancellationToken)) return await RefuseAsync(attempt, cancellationToken);
        }

        throttle.Succeeded(attempt, throttled);
        return new LoginResult.Accepted(stored.User);
    }

    public void Dispose() => _hashing.Dispose();

    private async Task<LoginResult> RefuseAsync(LoginAttempt attempt, CancellationToken cancellationToken)
    {
        await Task.Delay(attempt.Delay, time, cancellationToken);
        return new LoginResult.Wrong();
    }

    private async Task<bool> MatchesAsync(string hash, string password, CancellationToken cancellationToken)
    {
        await _hashing.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => Argon2Hash.Matches(hash, password), cancellationToken);
        }
        finally
        {
            _hashing.Release();
        }
    }
}
