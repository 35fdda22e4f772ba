namespace Standfast.Accounts.Passwords;

/// <summary>Passwords that are known from breaches, and so the first to be tried.</summary>
public interface IBreachedPasswords
{
    /// <exception cref="IOException">The list cannot be read, or has a hole: nothing is known then.</exception>
    bool Contains(string password);
}
