using Standfast.Mail;

namespace Standfast.Queue.Scheduling;

/// <summary>What the messages of one lane have in common: where to, whose, and what kind of mail.</summary>
internal readonly record struct LaneKey(DomainName Domain, AccountId? Account, StreamName Stream, PriorityBand Band)
{
    // RFC 6710 §5 lets a server fold the nineteen priorities into fewer; three are what people mean.
    public static PriorityBand BandOf(int priority) => priority > 0 ? PriorityBand.High : priority < 0 ? PriorityBand.Low : PriorityBand.Normal;
}

internal enum PriorityBand : byte
{
    High = 0,
    Normal = 1,
    Low = 2,
}
