using Standfast.Mail;

namespace Standfast.Events;

/// <summary>Which facts to read. All given conditions must hold.</summary>
/// <param name="After">Facts with a higher id than this; null for the newest ones.</param>
/// <param name="Limit">1 to <see cref="MaxLimit"/>.</param>
public sealed record EventQuery(SpoolId? Message, MailEventKind? Kind, long? After, int Limit)
{
    /// <summary>Of the newest <see cref="MaxSought"/> facts those about that recipient; null for all.</summary>
    public string? Recipient { get; init; }

    /// <summary>Facts that are looked through for a recipient; ours. They are not sorted by recipients.</summary>
    public const int MaxSought = 500_000;

    /// <summary>A page of this size is some 300 kB of JSON; who wants more asks again.</summary>
    public const int MaxLimit = 1000;

    public const int DefaultLimit = 100;
}
