using Standfast.Mail;
using Standfast.Policy.Suppression;

namespace Standfast.Policy.Tracking;

/// <summary>Something that happened to one message of a tracked stream.</summary>
/// <param name="IsEngaged">A person opened it or followed a link; else it was delivered.</param>
public readonly record struct EngagementSign(AccountId Account, StreamName Stream, AddressKey Address, DateTimeOffset At, bool IsEngaged);
