using System.Security.Cryptography;
using System.Text;

namespace Standfast.Accounts.Users;

/// <summary>
/// Logins of the console that are in force, in memory: they end with the server, after their lifetime, and when the user is removed or gets
/// another password. May be called concurrently.
/// </summary>
public sealed class UserSessions(IUserStore store, TimeProvider time)
{
    /// <summary>A working day; ours.</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromHours(10);

    /// <summary>Beyond, the oldest end; ours.</summary>
    private const int MaxSessions = 1_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (string Name, string PasswordHash, DateTimeOffset EndsAt)> _sessions = new(StringComparer.Ordinal);

    /// <returns>The token, 256 random bits; null when the user is gone meanwhile.</returns>
    public (string Token, DateTimeOffset EndsAt)? Open(ConsoleUser user)
    {
        if (store.Find(user.Name) is not { } stored) return null;
        var token = "sfu_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var endsAt = time.GetUtcNow() + Lifetime;
        lock (_lock)
        {
            if (_sessions.Count >= MaxSessions) _sessions.Remove(_sessions.MinBy(session => session.Value.EndsAt).Key);
            _sessions[KeyOf(token)] = (user.Name, stored.PasswordHash, endsAt);
        }

        return (token, endsAt);
    }

    /// <returns>The user as it is now; null when the token opens nothing.</returns>
    public ConsoleUser? Find(string token)
    {
        var key = KeyOf(token);
        lock (_lock)
        {
            if (!_sessions.TryGetValue(key, out var session)) return null;
            if (session.EndsAt > time.GetUtcNow() && store.Find(session.Name) is { } stored && stored.PasswordHash == session.PasswordHash) return stored.User;
            _sessions.Remove(key);
            return null;
        }
    }

    public void Close(string token)
    {
        lock (_lock) _sessions.Remove(KeyOf(token));
    }

    /// <summary>Found by its hash: how long the look-up takes says nothing of the token.</summary>
    private static string KeyOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
