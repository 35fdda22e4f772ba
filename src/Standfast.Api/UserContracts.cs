namespace Standfast.Api;

/// <param name="Role">owner, operator or viewer.</param>
/// <param name="Password">Null has one made.</param>
public sealed record UserRequest(string Name, string Role, string? Password = null)
{
    /// <summary>Without the password.</summary>
    public override string ToString() => $"{Name} {Role}";
}

/// <param name="Password">Null has one made.</param>
public sealed record PasswordRequest(string? Password = null)
{
    /// <summary>Without the password.</summary>
    public override string ToString() => nameof(PasswordRequest);
}

/// <param name="Password">Only in the answer that made it.</param>
public sealed record UserResponse(string Name, string Role, DateTimeOffset CreatedAt, bool HasTotp, string? Password);

/// <summary>Nothing offers a key, a code proves it, off takes it back.</summary>
public sealed record TotpRequest(string? Code = null, bool Off = false);

/// <param name="State">offered: prove it with a code; on; off.</param>
/// <param name="Key">As it is typed into an app; only when it is offered.</param>
/// <param name="Uri">The same for a QR code.</param>
public sealed record TotpResponse(string Name, string State, string? Key, string? Uri);
