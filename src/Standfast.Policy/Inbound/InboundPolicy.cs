namespace Standfast.Policy.Inbound;

/// <summary>What one domain wants of mail to it.</summary>
/// <param name="Dnsbl">About clients that a list of inbound.dnsbl names. Default, ours: refuse.</param>
/// <param name="Malware">About programs, macros and viruses. Default, ours: refuse.</param>
/// <param name="Spam">About spam, and about what nobody can look into. Default, ours: tag.</param>
/// <param name="IsGreylisting">Unknown senders are asked to come back. Default, ours: no, it delays honest mail.</param>
public sealed record InboundPolicy(InboundAction Dnsbl, InboundAction Malware, InboundAction Spam, bool IsGreylisting)
{
    public static InboundPolicy Default { get; } = new(InboundAction.Refuse, InboundAction.Refuse, InboundAction.Tag, false);

    public bool ReadsContent => Malware != InboundAction.Off || Spam != InboundAction.Off;
}
