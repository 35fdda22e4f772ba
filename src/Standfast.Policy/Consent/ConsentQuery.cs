using Standfast.Mail;
using Standfast.Policy.Suppression;

namespace Standfast.Policy.Consent;

/// <summary>Which records. All given conditions must hold; none given matches all.</summary>
public sealed record ConsentQuery
{
    public const int MaxLimit = 1_000;

    public AccountId? Account { get; init; }

    public StreamName? Stream { get; init; }

    public AddressKey? Address { get; init; }

    /// <summary>Only addresses that come after this in the order of their octets.</summary>
    public string After { get; init; } = "";

    /// <summary>1 to <see cref="MaxLimit"/> records; those of the last address all come.</summary>
    public int Limit { get; init; } = MaxLimit;
}
