using Microsoft.Extensions.Time.Testing;
using Standfast.Events;
using Standfast.Reputation.Classification;
using Standfast.Reputation.Statistics;
using Standfast.Storage.Sqlite;

namespace Standfast.Tests.Reputation.Statistics;

public sealed class StatisticsRecorderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("standfast-statistics-").FullName;
    private readonly MemoryEventLog _log = new();
    private readonly FakeTimeProvider _time = new(Facts.Begin);
    private SqliteStatisticsStore _store;
    private EventCounter _counter = null!;
    private StatisticsRecorder _recorder = null!;

    public StatisticsRecorderTests() => _store = SqliteStatisticsStore.Open(Path.Combine(_folder, "statistics.db"));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task EachFact_IsCountedOnce_WhateverHappens(int seed)
    {
        var random = new Random(seed);
        await StartAsync();
        for (var round = 0; round < 300; round++)
        {
            _time.Advance(TimeSpan.FromSeconds(random.Next(40)));
            switch (random.Next(12))
            {
                case 0:
                    await _recorder.RollAsync(Stop);
                    break;
                case 1:
                    await _recorder.CatchUpAsync(Stop);
                    break;
                case 2:
                    await _log.FlushAsync(Stop);
                    break;
                case 3:
                    _log.CannotSync = !_log.CannotSync;
                    break;
                case 4 when random.Next(3) == 0:
                    // Killed, or without power: what was counted and not stored is gone.
                    _log.CutPower(random);
                    _store.Dispose();
                    _store = SqliteStatisticsStore.Open(Path.Combine(_folder, "statistics.db"));
                    await StartAsync();
                    break;
                default:
                    MailEvent[] facts = [.. Enumerable.Range(0, random.Next(1, 30)).Select(_ => Facts.Of(
                        (MailEventKind)random.Next(1, 17), _time.GetUtcNow(), $"a{random.Next(3)}", recipient: $"ann@d{random.Next(5)}.example", provider: $"p{random.Next(3)}", detail: random.Next(2) == 0 ? "550 5.1.1 no such user" : null))];
                    _log.Append(facts, 0);
                    break;
            }
        }

        _log.CannotSync = false;
        await _recorder.CatchUpAsync(Stop);
        await _recorder.RollAsync(Stop);
        Assert.Equal(_log.All.Count, _store.Position);
        AssertCounts(StatisticsLevel.Minute);
        AssertCounts(StatisticsLevel.Hour);
        AssertCounts(StatisticsLevel.Day);
        AssertCounts(StatisticsLevel.FourWeeks);
    }

    [Fact]
    public async Task ALongLog_IsReadAtTheFirstStart()
    {
        for (var number = 0; number < 2_500; number++) _log.Append([Facts.Of(MailEventKind.Delivered, Facts.Begin.AddSeconds(number))], 0);
        _time.Advance(TimeSpan.FromHours(1));
        await StartAsync();
        // Comes while the log is being read.
        _log.Append([Facts.Of(MailEventKind.Delivered, Facts.Begin.AddHours(1))], 0);
        await _recorder.CatchUpAsync(Stop);
        await _recorder.RollAsync(Stop);
        Assert.Equal(2_501, Sum(StatisticsLevel.Day)[CountKind.Delivered]);
    }

    [Fact]
    public async Task WhoAsksRightAfterAStart_SeesWhatTheLogHolds()
    {
        // Not counted before the server was killed: the loop, which reads it from the log, has not had its first turn.
        for (var number = 0; number < 3; number++) _log.Append([Facts.Of(MailEventKind.Delivered, Facts.Begin)], 0);
        await StartAsync();
        await _recorder.FreshenAsync(Stop);
        Assert.Equal(3, Sum(StatisticsLevel.Minute)[CountKind.Delivered]);
    }

    [Fact]
    public async Task WhoAsksBeforeTheStart_IsNotKeptWaiting()
    {
        _log.Append([Facts.Of(MailEventKind.Delivered, Facts.Begin)], 0);
        using var recorder = new StatisticsRecorder(_log, _log, _store, new EventCounter(new ReplyClassifier(ReplyRules.Empty)), _time);
        await recorder.FreshenAsync(Stop).WaitAsync(TimeSpan.FromSeconds(10), Stop);
        Assert.Equal(0, _store.Position);
    }

    [Fact]
    public async Task FactsThatPowerMayTakeBack_AreNotStored()
    {
        await StartAsync();
        _log.CannotSync = true;
        _log.Append([Facts.Of(MailEventKind.Delivered, Facts.Begin)], 0);
        await _recorder.RollAsync(Stop);
        Assert.Equal(0, _store.Position);
        _log.CannotSync = false;
        await _recorder.RollAsync(Stop);
        Assert.Equal((1, 1), (_store.Position, Sum(StatisticsLevel.Day)[CountKind.Delivered]));
    }

    [Fact]
    public async Task AnotherLog_IsGoneOnWith()
    {
        _store.Save([], 5_000, Facts.Begin);
        Assert.False(await StartAsync());
        _log.Append([Facts.Of(MailEventKind.Delivered, Facts.Begin)], 0);
        await _recorder.RollAsync(Stop);
        Assert.Equal((1, 1), (_store.Position, Sum(StatisticsLevel.Day)[CountKind.Delivered]));
    }

    [Fact]
    public async Task TheLoop_StoresOnceAMinute()
    {
        await StartAsync();
        _log.Append([Facts.Of(MailEventKind.Delivered, Facts.Begin)], 0);
        using var end = new CancellationTokenSource();
        var running = _recorder.RunAsync(exception => throw exception, end.Token);
        for (var second = 0; second < 200 && _store.Position == 0; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await end.CancelAsync();
        await running;
        Assert.Equal(1, _store.Position);
    }

    public void Dispose()
    {
        _recorder?.Dispose();
        _store.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> StartAsync()
    {
        _recorder?.Dispose();
        _counter = new EventCounter(new ReplyClassifier(ReplyRules.Empty));
        _recorder = new StatisticsRecorder(_log, _log, _store, _counter, _time);
        return await _recorder.BeginAsync(Stop);
    }

    private Counts Sum(StatisticsLevel level)
    {
        var sum = new Counts();
        _store.Read(StatisticsCube.Total, new StatisticsSpan(level, 0, long.MaxValue / 2), null, (_, _, packed) => sum.Add(packed));
        return sum;
    }

    /// <summary>Each part's counts of each time are those of the log's facts.</summary>
    private void AssertCounts(StatisticsLevel level)
    {
        var expected = new EventCounter(new ReplyClassifier(ReplyRules.Empty));
        expected.Begin(0, 0, []);
        expected.Follow([.. _log.All], 1);
        var wanted = new Dictionary<(StatisticsKey, long), Counts>();
        foreach (var cell in expected.Take().Cells)
        {
            var place = (cell.Key, LevelSpan.Begin(level, cell.Minute));
            if (!wanted.TryGetValue(place, out var counts)) wanted[place] = counts = new Counts();
            counts.Add(cell.Counts);
        }

        var found = new Dictionary<(StatisticsKey, long), byte[]>();
        foreach (var cube in Enum.GetValues<StatisticsCube>())
        {
            var keys = _store.Find(cube, []);
            _store.Read(cube, new StatisticsSpan(level, 0, long.MaxValue / 2), null, (key, minute, packed) => found.Add((keys[key], minute), packed.ToArray()));
        }

        Assert.Equal(wanted.Count, found.Count);
        foreach (var (place, counts) in wanted) Assert.Equal(counts.Pack(), found[place]);
    }
}
