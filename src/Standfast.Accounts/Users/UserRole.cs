namespace Standfast.Accounts.Users;

/// <summary>What a user of the console may do; each includes what the ones below may.</summary>
public enum UserRole
{
    /// <summary>Looks.</summary>
    Viewer = 0,

    /// <summary>Acts on mail: hold, release, pause, suppress.</summary>
    Operator = 1,

    /// <summary>Everything, with accounts, credentials, domains and users.</summary>
    Owner = 2,
}
