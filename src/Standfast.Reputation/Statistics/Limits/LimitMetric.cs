namespace Standfast.Reputation.Statistics.Limits;

/// <summary>What a published limit is about. In data/limits in lower case with hyphens.</summary>
public enum LimitMetric
{
    /// <summary>Complaints, of deliveries.</summary>
    ComplaintRate,

    /// <summary>Bounces and what was given back, of deliveries and bounces.</summary>
    BounceRate,

    /// <summary>Bounces for mailboxes that do not exist, of deliveries and bounces.</summary>
    UnknownRate,

    /// <summary>Deliveries.</summary>
    Delivered,
}
