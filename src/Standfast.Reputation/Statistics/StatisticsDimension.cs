namespace Standfast.Reputation.Statistics;

/// <summary>What statistics may be asked by.</summary>
public enum StatisticsDimension
{
    Account,
    Stream,
    Campaign,

    /// <summary>Name of the egress source.</summary>
    Source,

    /// <summary>As in <see cref="Standfast.Events.AttemptDetail.Provider"/>.</summary>
    Provider,

    /// <summary>Of the recipient, in lower case.</summary>
    Domain,
}
