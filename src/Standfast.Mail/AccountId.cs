using System.Diagnostics.CodeAnalysis;

namespace Standfast.Mail;

/// <summary>The name of a sender account: 1 to 64 of a-z, 0-9, dot, hyphen and underscore.</summary>
public sealed record AccountId
{
    private AccountId(string value) => Value = value;

    public static AccountId Default { get; } = new("default");

    public string Value { get; }

    /// <exception cref="FormatException">The text is not an account name.</exception>
    public static AccountId Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException($"\"{text}\" is not an account name");

    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out AccountId? id)
    {
        id = null;
        if (text is null || text.Length is 0 or > 64) return false;
        foreach (var character in text)
            if (!char.IsAsciiLetterLower(character) && !char.IsAsciiDigit(character) && character is not ('.' or '-' or '_'))
                return false;
        id = new AccountId(text);
        return true;
    }

    public override string ToString() => Value;
}
