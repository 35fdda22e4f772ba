namespace Standfast.Accounts.Users;

/// <summary>Users of the console. Changes return when they are durable. May be called concurrently.</summary>
public interface IUserStore
{
    /// <summary>By name.</summary>
    IReadOnlyList<ConsoleUser> Users { get; }

    StoredUser? Find(string name);

    /// <exception cref="AccountConflictException">The name is taken.</exception>
    Task<ConsoleUser> AddAsync(string name, UserRole role, string passwordHash, CancellationToken cancellationToken);

    /// <returns>False when there is no such user.</returns>
    /// <exception cref="AccountConflictException">It is the last owner.</exception>
    Task<bool> RemoveAsync(string name, CancellationToken cancellationToken);

    /// <returns>False when there is no such user.</returns>
    Task<bool> SetPasswordAsync(string name, string passwordHash, CancellationToken cancellationToken);

    /// <summary>Keeps a key that is to be proven by a code; null takes back both that and the key in force.</summary>
    /// <returns>False when there is no such user.</returns>
    Task<bool> OfferTotpAsync(string name, byte[]? key, CancellationToken cancellationToken);

    /// <summary>Puts the pending key in force; the code of <paramref name="step"/> that proved it counts as used.</summary>
    /// <returns>False when there is none pending.</returns>
    Task<bool> ConfirmTotpAsync(string name, long step, CancellationToken cancellationToken);

    /// <summary>Marks the code of a step, and all before it, as used.</summary>
    /// <returns>False when it was used already.</returns>
    Task<bool> TakeTotpStepAsync(string name, long step, CancellationToken cancellationToken);
}
