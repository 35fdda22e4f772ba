namespace Standfast.Web.Console.Login;

/// <param name="Name">As it was typed.</param>
/// <param name="To">Where the login leads.</param>
public sealed record LoginView(string Name, string To)
{
    public string? Error { get; init; }

    public string? CodeError { get; init; }
}
