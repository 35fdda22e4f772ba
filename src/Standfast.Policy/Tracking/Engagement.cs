using Standfast.Mail;
using Standfast.Policy.Suppression;

namespace Standfast.Policy.Tracking;

/// <summary>What is known of a recipient's interest in a tracked stream.</summary>
/// <param name="FirstSent">Since when mail of it is tracked.</param>
/// <param name="LastSent">Of the last message that was delivered.</param>
/// <param name="LastEngaged">The last open or click by a person; null for none.</param>
public sealed record Engagement(AccountId Account, StreamName Stream, AddressKey Address, DateTimeOffset FirstSent, DateTimeOffset LastSent, DateTimeOffset? LastEngaged)
{
    /// <summary>Since then nothing was heard of them.</summary>
    public DateTimeOffset QuietSince => LastEngaged ?? FirstSent;
}
