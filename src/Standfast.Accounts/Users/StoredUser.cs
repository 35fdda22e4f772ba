namespace Standfast.Accounts.Users;

/// <summary>A user with what logins are checked against. Never leaves the server.</summary>
/// <param name="PasswordHash">As <see cref="Passwords.Argon2Hash"/> writes it.</param>
/// <param name="TotpKey">Null where no code is asked for.</param>
/// <param name="PendingTotpKey">Offered, and not yet proven by a code.</param>
public sealed record StoredUser(ConsoleUser User, string PasswordHash, byte[]? TotpKey, byte[]? PendingTotpKey)
{
    /// <summary>Keys and hashes stay out of logs.</summary>
    public override string ToString() => User.ToString();
}
