using System.Collections.Immutable;
using Standfast.Mail;

namespace Standfast.Policy.Limits;

/// <summary>What one message took.</summary>
/// <param name="Sequence">Grows by one with each taking, for good.</param>
public sealed record LimitTaking(SpoolId Message, long Sequence, ImmutableArray<LimitTaking.Part> Parts)
{
    /// <param name="Number">Of the counter.</param>
    public readonly record struct Part(int Number, long Slot, long Amount);
}
