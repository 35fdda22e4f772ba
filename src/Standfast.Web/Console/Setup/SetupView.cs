namespace Standfast.Web.Console.Setup;

/// <summary>One of three steps: the admin token, the account, the authenticator app.</summary>
/// <param name="Id">Of the set-up; empty before the token was right.</param>
/// <param name="Name">As it was typed.</param>
public sealed record SetupView(string Id, string Name)
{
    /// <summary>As a person types it into an app; null before the third step.</summary>
    public string? Secret { get; init; }

    /// <summary>For the QR code.</summary>
    public string Uri { get; init; } = "";

    public string? TokenError { get; init; }

    public string? NameError { get; init; }

    public string? PasswordError { get; init; }

    public string? AgainError { get; init; }

    public string? CodeError { get; init; }
}
