using Standfast.Mail;

namespace Standfast.Policy.Suppression;

/// <summary>An address that may not be written to. One address may be there several times: for other scopes, and for other reasons.</summary>
public sealed record SuppressedAddress(AddressKey Address, SuppressionScope Scope, SuppressionReason Reason, DateTimeOffset At)
{
    /// <summary>Longest <see cref="Source"/> and <see cref="Cause"/> that are kept; ours.</summary>
    public const int MaxTextLength = 200;

    /// <summary>Who or what put it there: a person, a file, an address that a request came from, a reply.</summary>
    public string? Source { get; init; }

    /// <summary>The message that it came of.</summary>
    public SpoolId? Message { get; init; }

    /// <summary>Name of the incident, import or event that it came of: all that came of one cause can be undone together.</summary>
    public string? Cause { get; init; }
}
