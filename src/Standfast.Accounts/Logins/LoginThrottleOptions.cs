namespace Standfast.Accounts.Logins;

/// <summary>Budgets of wrong logins; all of them ours. A right login takes nothing from any.</summary>
public sealed class LoginThrottleOptions
{
    /// <summary>Of one address: a person who mistypes, or an application with an old password, stays below.</summary>
    public LoginBudget Address { get; init; } = new(10, 20);

    /// <summary>Of one network, an IPv6 /64 or an IPv4 /24: an attacker has all addresses of one.</summary>
    public LoginBudget Network { get; init; } = new(30, 60);

    /// <summary>Of one user name from networks that it never logged in from, all together.</summary>
    public LoginBudget User { get; init; } = new(30, 30);

    /// <summary>Of one user name from a network that it has logged in from. No other failure counts there: nobody outside can lock the user out.</summary>
    public LoginBudget KnownNetwork { get; init; } = new(60, 240);

    /// <summary>Before a wrong login is answered, from the fourth in a row of its budget on; doubled with each.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>Budgets kept of each kind; beyond, the fullest are forgotten.</summary>
    public int MaxTracked { get; init; } = 50_000;
}
