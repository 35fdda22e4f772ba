namespace Standfast.Accounts.Users;

/// <summary>How a login to the console ended.</summary>
public abstract record LoginResult
{
    private LoginResult() { }

    public sealed record Accepted(ConsoleUser User) : LoginResult;

    /// <summary>Name, password or code is wrong, and it is not said which.</summary>
    public sealed record Wrong : LoginResult;

    /// <summary>The password is right; ask for a code and come again with both.</summary>
    public sealed record CodeNeeded : LoginResult;

    /// <summary>Nothing was looked at.</summary>
    public sealed record TooMany(TimeSpan RetryAfter) : LoginResult;
}
