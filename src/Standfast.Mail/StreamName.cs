using System.Diagnostics.CodeAnalysis;

namespace Standfast.Mail;

/// <summary>A kind of mail of an account, which never shares a fate with another: 1 to 32 of a-z, 0-9, dot, hyphen and underscore.</summary>
public sealed record StreamName
{
    private StreamName(string value) => Value = value;

    /// <summary>Mail that one person waits for: sign-in codes, receipts, letters. What is not said to be anything else.</summary>
    public static StreamName Transactional { get; } = new("transactional");

    /// <summary>Mail to many.</summary>
    public static StreamName Bulk { get; } = new("bulk");

    public string Value { get; }

    public bool IsTransactional => Value == Transactional.Value;

    /// <exception cref="FormatException">The text is not the name of a stream.</exception>
    public static StreamName Parse(string text) => TryParse(text, out var name) ? name : throw new FormatException($"\"{text}\" is not the name of a stream");

    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out StreamName? name)
    {
        name = null;
        if (text is null || text.Length is 0 or > 32) return false;
        foreach (var character in text)
            if (!char.IsAsciiLetterLower(character) && !char.IsAsciiDigit(character) && character is not ('.' or '-' or '_'))
                return false;
        name = text == Transactional.Value ? Transactional : text == Bulk.Value ? Bulk : new StreamName(text);
        return true;
    }

    public override string ToString() => Value;
}
