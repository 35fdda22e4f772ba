namespace Standfast.Reputation.Statistics;

/// <summary>The times of levels, in minutes since 1970: each level's times begin at multiples of its length.</summary>
public static class LevelSpan
{
    public static long MinutesOf(StatisticsLevel level) => level switch
    {
        StatisticsLevel.Minute => 1,
        StatisticsLevel.Hour => 60,
        StatisticsLevel.Day => 1_440,
        StatisticsLevel.FourWeeks => 28 * 1_440,
        _ => throw new ArgumentOutOfRangeException(nameof(level)),
    };

    /// <summary>Ours: minutes show what happens now, hours two seasons of weeks, days a year and more.</summary>
    public static TimeSpan KeptFor(StatisticsLevel level) => level switch
    {
        StatisticsLevel.Minute => TimeSpan.FromDays(2),
        StatisticsLevel.Hour => TimeSpan.FromDays(60),
        _ => TimeSpan.FromDays(400),
    };

    public static long MinuteOf(DateTimeOffset at) => at.UtcTicks / TimeSpan.TicksPerMinute - DateTimeOffset.UnixEpoch.Ticks / TimeSpan.TicksPerMinute;

    public static DateTimeOffset TimeOf(long minute) => DateTimeOffset.UnixEpoch.AddMinutes(minute);

    /// <summary>Begin of the time of a level that the minute is in.</summary>
    public static long Begin(StatisticsLevel level, long minute) => minute - minute % MinutesOf(level);

    /// <summary>The first minute that is still kept.</summary>
    public static long FirstKept(StatisticsLevel level, DateTimeOffset now) => Begin(level, MinuteOf(now - KeptFor(level)));
}
