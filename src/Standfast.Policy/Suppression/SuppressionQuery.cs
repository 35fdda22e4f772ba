using Standfast.Mail;

namespace Standfast.Policy.Suppression;

/// <summary>Which entries. All given conditions must hold; none given matches all.</summary>
public sealed record SuppressionQuery
{
    public const int MaxLimit = 1_000;

    public AddressKey? Address { get; init; }

    public bool OnlyGlobal { get; init; }

    public AccountId? Account { get; init; }

    /// <summary>Only what holds for all streams of an account.</summary>
    public bool OnlyWholeAccount { get; init; }

    public StreamName? Stream { get; init; }

    public SuppressionReason? Reason { get; init; }

    public string? Cause { get; init; }

    /// <summary>Only addresses that come after this in the order of their octets.</summary>
    public string After { get; init; } = "";

    /// <summary>1 to <see cref="MaxLimit"/> entries; all of one address come together, so that a few more may.</summary>
    public int Limit { get; init; } = MaxLimit;
}
