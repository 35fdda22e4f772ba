namespace Standfast.Reputation.Statistics;

/// <summary>Times of one level that follow each other.</summary>
/// <param name="From">Minute since 1970, a multiple of the level's length.</param>
/// <param name="To">The minute after the last, a multiple of the level's length.</param>
public readonly record struct StatisticsSpan(StatisticsLevel Level, long From, long To)
{
    /// <summary>Covers a time with as few times as possible.</summary>
    public static IReadOnlyList<StatisticsSpan> Cover(long from, long to)
    {
        var spans = new List<StatisticsSpan>();
        for (var at = from; at < to;)
        {
            var level = StatisticsLevel.FourWeeks;
            while (level > StatisticsLevel.Minute && (at % LevelSpan.MinutesOf(level) != 0 || at + LevelSpan.MinutesOf(level) > to)) level--;
            var length = LevelSpan.MinutesOf(level);
            var end = to - to % length;
            // Not beyond where a longer time begins that fits.
            for (var longer = level + 1; longer <= StatisticsLevel.FourWeeks; longer++)
            {
                var minutes = LevelSpan.MinutesOf(longer);
                var begin = (at / minutes + 1) * minutes;
                if (begin + minutes <= to) end = Math.Min(end, begin);
            }

            spans.Add(new StatisticsSpan(level, at, end));
            at = end;
        }

        return spans;
    }
}
