namespace Standfast.Reputation.Statistics;

/// <summary>What is counted together. The numbers are stored.</summary>
public enum StatisticsCube
{
    /// <summary>All mail.</summary>
    Total = 0,

    /// <summary>By account and stream.</summary>
    Stream = 1,

    /// <summary>By account, stream and campaign: only mail of a campaign.</summary>
    Campaign = 2,

    /// <summary>By egress source and provider: only what was tried.</summary>
    Way = 3,

    /// <summary>By account and provider: only what was tried at a mailbox provider or another site.</summary>
    Provider = 4,

    /// <summary>By account and domain of the recipient.</summary>
    Domain = 5,

    /// <summary>By domain of the recipient, of all accounts.</summary>
    AllDomain = 6,
}
