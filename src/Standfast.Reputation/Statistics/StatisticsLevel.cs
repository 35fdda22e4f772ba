namespace Standfast.Reputation.Statistics;

/// <summary>How long the times are that counts are kept for. The numbers are stored.</summary>
public enum StatisticsLevel
{
    Minute = 0,
    Hour = 1,
    Day = 2,

    /// <summary>28 days: only so that long times are added up quickly.</summary>
    FourWeeks = 3,
}
