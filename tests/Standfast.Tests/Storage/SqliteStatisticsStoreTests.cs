using Standfast.Reputation.Statistics;
using Standfast.Storage.Sqlite;

namespace Standfast.Tests.Storage;

public sealed class SqliteStatisticsStoreTests : IDisposable
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 26, 8, 30, 0, TimeSpan.Zero);
    private static readonly StatisticsKey s_key = new(StatisticsCube.Stream, "shop", "bulk");

    private readonly string _folder = Directory.CreateTempSubdirectory("standfast-statistics-").FullName;

    private string DatabasePath => Path.Combine(_folder, "statistics.db");

    [Fact]
    public void Saved_ComesBack_AndIsAddedTo()
    {
        using (var store = SqliteStatisticsStore.Open(DatabasePath))
        {
            store.Save([Cell(s_key, s_now, 3), Cell(s_key, s_now, 4)], 7, s_now);
            store.Save([Cell(s_key, s_now.AddMinutes(1), 10)], 9, s_now);
        }

        using var again = SqliteStatisticsStore.Open(DatabasePath);
        Assert.Equal(9, again.Position);
        Assert.Equal([7, 10], Attempts(again, StatisticsLevel.Minute));
        Assert.Equal([17], Attempts(again, StatisticsLevel.Hour));
        Assert.Equal([17], Attempts(again, StatisticsLevel.FourWeeks));
        Assert.Equal(s_key, again.Find(StatisticsCube.Stream, ["shop", null]).Values.Single());
        Assert.Empty(again.Find(StatisticsCube.Stream, ["shop", "transactional"]));
    }

    [Fact]
    public void LastDay_HasTheKeysOfThatDay()
    {
        using var store = SqliteStatisticsStore.Open(DatabasePath);
        var (total, old) = (new StatisticsKey(StatisticsCube.Total), new StatisticsKey(StatisticsCube.Stream, "old", "bulk"));
        store.Save([Cell(total, s_now.AddDays(-1), 1), Cell(old, s_now.AddDays(-1), 1), Cell(s_key, s_now.AddDays(-1), 1)], 1, s_now);
        store.Save([Cell(total, s_now, 1), Cell(s_key, s_now, 1)], 2, s_now);
        var (day, keys) = store.LastDay();
        Assert.Equal(new DateTimeOffset(2026, 11, 26, 0, 0, 0, TimeSpan.Zero), LevelSpan.TimeOf(day));
        Assert.Equal([total, s_key], keys);
    }

    [Fact]
    public void Old_IsDropped_LevelByLevel()
    {
        using var store = SqliteStatisticsStore.Open(DatabasePath);
        store.Save([Cell(s_key, s_now, 1)], 1, s_now);
        store.Save([], 2, s_now.AddDays(3));
        Assert.Equal((0, 1, 1), (Attempts(store, StatisticsLevel.Minute).Count, Attempts(store, StatisticsLevel.Hour).Count, Attempts(store, StatisticsLevel.Day).Count));
        store.Save([], 3, s_now.AddDays(61));
        Assert.Equal((0, 1), (Attempts(store, StatisticsLevel.Hour).Count, Attempts(store, StatisticsLevel.Day).Count));
        store.Save([], 4, s_now.AddDays(430));
        Assert.Equal((0, 0), (Attempts(store, StatisticsLevel.Day).Count, store.Find(StatisticsCube.Stream, []).Count));
        // What is counted late has its place in what is kept.
        store.Save([Cell(s_key, s_now.AddDays(425), 1)], 5, s_now.AddDays(430));
        Assert.Equal((0, 1), (Attempts(store, StatisticsLevel.Minute).Count, Attempts(store, StatisticsLevel.Hour).Count));
    }

    [Fact]
    public void Names_AreBounded_AndNoNumberIsGivenTwice()
    {
        using var store = SqliteStatisticsStore.Open(DatabasePath);
        for (var day = 0; day < 12; day++)
            store.Save([.. Enumerable.Range(0, CubeShape.MaxKeysADay).Select(number => Cell(new StatisticsKey(StatisticsCube.Domain, "shop", $"d{day}-{number}.example"), s_now.AddDays(day), 1))], day, s_now.AddDays(day));
        var keys = store.Find(StatisticsCube.Domain, []);
        Assert.InRange(keys.Count, CubeShape.MaxKeys / 2, CubeShape.MaxKeys);
        Assert.DoesNotContain(keys.Values, key => key.B == "d0-0.example");
        var (known, all) = (0, 0);
        store.Read(StatisticsCube.Domain, new StatisticsSpan(StatisticsLevel.Day, 0, long.MaxValue / 2), null, (key, _, _) =>
        {
            all++;
            if (keys.ContainsKey(key)) known++;
        });
        Assert.Equal((12 * CubeShape.MaxKeysADay, keys.Count), (all, known));
    }

    [Fact]
    public void SoughtAndRead_AreTheSame()
    {
        using var store = SqliteStatisticsStore.Open(DatabasePath);
        var cells = Enumerable.Range(0, 500).Select(number => Cell(s_key with { A = $"a{number % 7}" }, s_now.AddMinutes(-number), 1)).ToList();
        store.Save(cells, 1, s_now);
        var keys = store.Find(StatisticsCube.Stream, ["a3"]).Keys.ToList();
        var span = new StatisticsSpan(StatisticsLevel.Minute, LevelSpan.MinuteOf(s_now) - 400, LevelSpan.MinuteOf(s_now) + 1);
        var (sought, read) = (new List<(long, long)>(), new List<(long, long)>());
        store.Read(StatisticsCube.Stream, span, keys, (key, minute, _) => sought.Add((key, minute)));
        store.Read(StatisticsCube.Stream, span, [.. keys, .. Enumerable.Range(-200, 200).Select(number => (long)number)], (key, minute, _) => read.Add((key, minute)));
        Assert.Equal(sought, read);
        Assert.Equal(Enumerable.Range(0, 401).Count(number => number % 7 == 3), sought.Count);
    }

    [Fact]
    public void NoDatabase_IsAnIOException()
    {
        File.WriteAllText(DatabasePath, "this is no database, and long enough to be seen as none");
        Assert.Throws<IOException>(() => SqliteStatisticsStore.Open(DatabasePath));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static StatisticsCell Cell(StatisticsKey key, DateTimeOffset at, int attempts)
    {
        var counts = new Counts();
        counts.Add(CountKind.Attempts, attempts);
        return new StatisticsCell(key, LevelSpan.MinuteOf(at), counts);
    }

    private static List<long> Attempts(SqliteStatisticsStore store, StatisticsLevel level)
    {
        var found = new List<long>();
        store.Read(StatisticsCube.Stream, new StatisticsSpan(level, 0, long.MaxValue / 2), null, (_, _, packed) =>
        {
            var counts = new Counts();
            counts.Add(packed);
            found.Add(counts[CountKind.Attempts]);
        });
        return found;
    }
}
