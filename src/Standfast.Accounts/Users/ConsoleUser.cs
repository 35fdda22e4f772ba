namespace Standfast.Accounts.Users;

/// <summary>A person who uses the console.</summary>
public sealed record ConsoleUser(string Name, UserRole Role, DateTimeOffset CreatedAt)
{
    /// <summary>A login asks for a code as well.</summary>
    public bool HasTotp { get; init; }

    /// <summary>1 to 64 of a-z, 0-9, dot, hyphen, underscore and at sign.</summary>
    public static bool IsName(string text) =>
        text.Length is > 0 and <= 64 && text.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is '.' or '-' or '_' or '@');
}
