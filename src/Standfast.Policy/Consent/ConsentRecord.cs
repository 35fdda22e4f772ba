using Standfast.Mail;
using Standfast.Policy.Suppression;

namespace Standfast.Policy.Consent;

/// <summary>Proof that somebody asked for the mail of a stream. An address may have several; none is ever changed.</summary>
/// <param name="At">When they asked.</param>
/// <param name="How">Such as "form", "double-opt-in", "order" or "paper".</param>
public sealed record ConsentRecord(AccountId Account, StreamName Stream, AddressKey Address, DateTimeOffset At, string How)
{
    /// <summary>Longest <see cref="How"/>, in characters; ours.</summary>
    public const int MaxHowLength = 64;

    /// <summary>Longest <see cref="Proof"/>, in characters; ours.</summary>
    public const int MaxProofLength = 2_000;

    /// <summary>Network address from which they asked.</summary>
    public string? SourceAddress { get; init; }

    /// <summary>What was shown and pressed, a link to it, or where the paper is.</summary>
    public string? Proof { get; init; }
}
