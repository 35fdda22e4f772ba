namespace Standfast.Reputation.Bounces;

/// <summary>What a report says became of the mail for one recipient (RFC 3464 §2.3.3).</summary>
public enum BounceAction
{
    /// <summary>Given up.</summary>
    Failed,

    /// <summary>Still tried.</summary>
    Delayed,

    Delivered,

    /// <summary>Handed to a system that sends no reports.</summary>
    Relayed,

    /// <summary>Delivered to a list or an alias of several.</summary>
    Expanded,
}
