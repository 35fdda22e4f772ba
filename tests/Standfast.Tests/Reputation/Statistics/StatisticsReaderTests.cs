using Microsoft.Extensions.Time.Testing;
using Standfast.Reputation.Statistics;
using Standfast.Storage.Sqlite;

namespace Standfast.Tests.Reputation.Statistics;

public sealed class StatisticsReaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("standfast-statistics-").FullName;
    private readonly FakeTimeProvider _time = new(Facts.Begin.AddDays(300).AddMinutes(90));
    private readonly SqliteStatisticsStore _store;
    private readonly StatisticsReader _reader;

    public StatisticsReaderTests()
    {
        _store = SqliteStatisticsStore.Open(Path.Combine(_folder, "statistics.db"));
        _reader = new StatisticsReader(_store, _time);
        // A delivery an hour in all of 300 days and 90 minutes, to five domains in turn.
        var cells = new List<StatisticsCell>();
        for (var at = Facts.Begin; at < _time.GetUtcNow(); at = at.AddHours(1))
        {
            var counts = new Counts();
            counts.Add(CountKind.Attempts, 1);
            var minute = LevelSpan.MinuteOf(at);
            cells.Add(new StatisticsCell(new StatisticsKey(StatisticsCube.Total), minute, counts));
            cells.Add(new StatisticsCell(new StatisticsKey(StatisticsCube.Domain, "shop", $"d{at.Hour % 5}.example"), minute, counts));
            cells.Add(new StatisticsCell(new StatisticsKey(StatisticsCube.AllDomain, $"d{at.Hour % 5}.example"), minute, counts));
        }

        _store.Save(cells, 1, _time.GetUtcNow());
    }

    private DateTimeOffset Now => _time.GetUtcNow();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(24, 24)]
    [InlineData(30 * 24, 30 * 24 + 1)]
    [InlineData(299 * 24, 299 * 24 + 2)]
    public void Sums_AreOfTheWholeTime(int hours, int expected)
    {
        Assert.Equal(expected, _reader.Read(new StatisticsQuery(Now.AddHours(-hours), Now)).Total[CountKind.Attempts]);
        Assert.Equal(expected, _reader.Read(new StatisticsQuery(Now.AddHours(-hours), Now) { By = [StatisticsDimension.Domain] }).Total[CountKind.Attempts]);
    }

    [Fact]
    public void Rows_AreTheGreatest_WithTheirPoints()
    {
        var answer = _reader.Read(new StatisticsQuery(Now.AddDays(-20), Now) { By = [StatisticsDimension.Domain], Step = StatisticsLevel.Day, Limit = 2 });
        Assert.Equal([["d0.example"], ["d1.example"]], answer.Rows.Select(row => row.Values));
        Assert.All(answer.Rows, row => Assert.Equal(row.Counts[CountKind.Attempts], row.Points.Sum(point => point.Counts[CountKind.Attempts])));
        Assert.Equal(Facts.Begin.AddDays(280), answer.Rows[0].Points[0].At);
        Assert.Equal(20 * 24 + 2, answer.Total[CountKind.Attempts]);
    }

    [Fact]
    public void Filter_TakesOnlyWhatItNames()
    {
        var query = new StatisticsQuery(Now.AddDays(-10), Now) { Where = new Dictionary<StatisticsDimension, string> { [StatisticsDimension.Domain] = "d4.example" } };
        Assert.Equal(40, _reader.Read(query).Total[CountKind.Attempts]);
        Assert.Empty(_reader.Read(query with { Where = new Dictionary<StatisticsDimension, string> { [StatisticsDimension.Domain] = "none.example" } }).Rows);
    }

    [Theory]
    [InlineData(StatisticsLevel.Minute, 3, "kept for 2 days")]
    [InlineData(StatisticsLevel.Hour, 62, "kept for 60 days")]
    [InlineData(StatisticsLevel.Day, 402, "kept for 400 days")]
    public void Check_RefusesStepsThatAreNotKept(StatisticsLevel step, int days, string expected) =>
        Assert.Contains(expected, _reader.Check(new StatisticsQuery(Now.AddDays(-days), Now) { Step = step }), StringComparison.Ordinal);

    [Fact]
    public void Check_NamesWhatCannotBeAnswered()
    {
        var query = new StatisticsQuery(Now.AddDays(-1), Now);
        Assert.Null(_reader.Check(query));
        Assert.Contains("not counted together", _reader.Check(query with { By = [StatisticsDimension.Stream, StatisticsDimension.Provider] }), StringComparison.Ordinal);
        Assert.Contains("begin before", _reader.Check(new StatisticsQuery(Now, Now)), StringComparison.Ordinal);
        Assert.Contains("1 to 1000", _reader.Check(query with { Limit = 0 }), StringComparison.Ordinal);
        Assert.Contains("points", _reader.Check(query with { Step = StatisticsLevel.Minute, By = [StatisticsDimension.Domain], Limit = 1_000 }), StringComparison.Ordinal);
    }

    [Fact]
    public void EachDimension_IsFoundInTheSmallestCube()
    {
        Assert.Equal(StatisticsCube.Total, CubeShape.Holding([]));
        Assert.Equal(StatisticsCube.Stream, CubeShape.Holding([StatisticsDimension.Account]));
        Assert.Equal(StatisticsCube.AllDomain, CubeShape.Holding([StatisticsDimension.Domain]));
        Assert.Equal(StatisticsCube.Domain, CubeShape.Holding([StatisticsDimension.Domain, StatisticsDimension.Account]));
        Assert.Equal(StatisticsCube.Way, CubeShape.Holding([StatisticsDimension.Provider]));
        Assert.Equal(StatisticsCube.Provider, CubeShape.Holding([StatisticsDimension.Account, StatisticsDimension.Provider]));
        Assert.Null(CubeShape.Holding([StatisticsDimension.Campaign, StatisticsDimension.Domain]));
    }

    [Fact]
    public void NamesThatAreNotKept_AreOneRow()
    {
        var query = new StatisticsQuery(Now.AddDays(-10), Now) { By = [StatisticsDimension.Domain], Step = StatisticsLevel.Day };
        var all = _reader.Read(query);
        var some = new StatisticsReader(new ForgetfulStore(_store, "d0.example", "d3.example"), _time).Read(query);
        Assert.Equal(["(other)", "d1.example", "d2.example", "d4.example"], some.Rows.Select(row => row.Values[0]).Order(StringComparer.Ordinal));
        Assert.Equal(all.Total.Pack(), some.Total.Pack());
        var others = some.Rows.Single(row => row.Values[0] == StatisticsKey.Other);
        Assert.Equal(all.Rows.Where(row => row.Values[0] is "d0.example" or "d3.example").Sum(row => row.Counts[CountKind.Attempts]), others.Counts[CountKind.Attempts]);
        Assert.Equal(others.Counts[CountKind.Attempts], others.Points.Sum(point => point.Counts[CountKind.Attempts]));
    }

    public void Dispose()
    {
        _store.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Has no name for some domains any more.</summary>
    private sealed class ForgetfulStore(IStatisticsStore store, params string[] forgotten) : IStatisticsStore
    {
        public long Position => store.Position;

        public void Save(IReadOnlyCollection<StatisticsCell> cells, long position, DateTimeOffset now) => store.Save(cells, position, now);

        public (long Day, IReadOnlyList<StatisticsKey> Keys) LastDay() => store.LastDay();

        public IReadOnlyDictionary<long, StatisticsKey> Find(StatisticsCube cube, IReadOnlyList<string?> values) => store.Find(cube, values).Where(pair => !forgotten.Contains(pair.Value.A)).ToDictionary();

        public IReadOnlySet<long> Named(StatisticsCube cube) => Find(cube, []).Keys.ToHashSet();

        public IReadOnlyDictionary<long, StatisticsKey> Names(StatisticsCube cube, IReadOnlyCollection<long> numbers) => store.Names(cube, numbers).Where(pair => !forgotten.Contains(pair.Value.A)).ToDictionary();

        public void Read(StatisticsCube cube, StatisticsSpan span, IReadOnlyCollection<long>? keys, CellReader read) => store.Read(cube, span, keys, read);
    }
}
