namespace Standfast.Accounts.Logins;

/// <summary>Remembers across restarts from where each user has logged in.</summary>
public interface ILoginMemory
{
    /// <exception cref="IOException">They cannot be read.</exception>
    IReadOnlyList<(string User, string Network)> Load();

    /// <summary>Returns when it is durable.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    void Remember(string user, string network, DateTimeOffset at);
}
