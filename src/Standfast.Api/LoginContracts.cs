namespace Standfast.Api;

/// <param name="Code">Of the authenticator app, where the user has one.</param>
public sealed record LoginRequest(string Name, string Password, string? Code = null)
{
    /// <summary>Without the password.</summary>
    public override string ToString() => Name;
}

/// <param name="Token">To be sent as "Authorization: Bearer TOKEN".</param>
/// <param name="Role">owner, operator or viewer.</param>
public sealed record LoginResponse(string Token, DateTimeOffset EndsAt, string Name, string Role)
{
    /// <summary>Without the token.</summary>
    public override string ToString() => Name;
}
