using Microsoft.Extensions.Time.Testing;
using Standfast.Reputation.Statistics;
using Standfast.Reputation.Statistics.Anomalies;
using Standfast.Storage.Sqlite;

namespace Standfast.Tests.Reputation.Statistics.Anomalies;

public sealed class AnomalyWatchTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("standfast-anomalies-").FullName;
    private readonly SqliteStatisticsStore _statistics;
    private readonly SqliteAnomalyStore _anomalies;
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddHours(SyntheticMail.FirstHour));
    private readonly SyntheticMail _mail = new(9);
    private readonly List<string> _told = [];
    private AnomalyWatch _watch = null!;
    private long _hour = SyntheticMail.FirstHour;

    public AnomalyWatchTests()
    {
        _statistics = SqliteStatisticsStore.Open(Path.Combine(_folder, "statistics.db"));
        _anomalies = SqliteAnomalyStore.Open(Path.Combine(_folder, "anomalies.db"));
        Start();
    }

    [Fact]
    public void AnAnomaly_IsToldOnce_AlsoOverRestarts()
    {
        Pass(14 * 24 + 10);
        Assert.Empty(_told);
        _mail.DeferralRate = 0.7;
        Pass(3);
        Assert.Equal(["began deferrals"], _told);
        Start();
        Pass(2);
        Assert.Equal(["began deferrals"], _told);
        Assert.Null(Assert.Single(_anomalies.List(isOpen: true, 10)).Until);
        _mail.DeferralRate = 0.05;
        Pass(10);
        Start();
        Pass(50);
        Assert.Equal(["began deferrals", "ended deferrals"], _told);
        Assert.Empty(_anomalies.List(isOpen: true, 10));
        Assert.NotNull(Assert.Single(_anomalies.List(isOpen: false, 10)).Until);
    }

    [Fact]
    public void TheHourThatRuns_IsLookedAt()
    {
        Pass(14 * 24 + 10);
        _mail.DeferralRate = 0.9;
        _time.SetUtcNow(DateTimeOffset.UnixEpoch.AddHours(_hour).AddMinutes(15));
        Save(_mail.Hour(_hour));
        _watch.Step();
        Assert.Equal(["began deferrals"], _told);
    }

    [Fact]
    public void WhatWasBefore_IsLearntInSilence_AtTheFirstStart()
    {
        for (var hour = 0; hour < 20 * 24; hour++) Save(_mail.Hour(_hour), hour == 19 * 24 ? 50 : 1);
        _time.SetUtcNow(DateTimeOffset.UnixEpoch.AddHours(_hour).AddMinutes(3));
        _watch.Step();
        Assert.Empty(_told);
        Pass(1);
        _mail.DeferralRate = 0.9;
        Pass(1);
        Assert.Equal(["began deferrals"], _told);
    }

    [Fact]
    public void WhatCannotBeStored_IsToldLater_AndLearntOnce()
    {
        var faulty = new FaultyStore(_anomalies);
        _watch = new AnomalyWatch(_statistics, faulty, _time);
        _watch.Began += anomaly => _told.Add($"{anomaly.Subject.What} since {anomaly.Since:HH}");
        Pass(14 * 24 + 10);
        _mail.DeferralRate = 0.7;
        var begin = _hour;
        faulty.IsFull = true;
        for (var hour = 0; hour < 3; hour++) Assert.Throws<IOException>(() => Pass(1));
        Assert.Empty(_told);
        faulty.IsFull = false;
        Pass(1);
        Assert.Equal([$"deferrals since {begin % 24:00}"], _told);
        Assert.Equal(_hour - 1, _anomalies.LastHour);
    }

    public void Dispose()
    {
        _anomalies.Dispose();
        _statistics.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Start()
    {
        _watch = new AnomalyWatch(_statistics, _anomalies, _time);
        _watch.Began += anomaly => _told.Add("began " + anomaly.Subject.What);
        _watch.Ended += anomaly => _told.Add("ended " + anomaly.Subject.What);
    }

    private void Pass(int hours)
    {
        for (var hour = 0; hour < hours; hour++)
        {
            Save(_mail.Hour(_hour));
            _time.SetUtcNow(DateTimeOffset.UnixEpoch.AddHours(_hour).AddMinutes(3));
            _watch.Step();
        }
    }

    /// <summary>An hour's counts; the next is that of the hour after.</summary>
    private void Save(Counts counts, int times = 1)
    {
        for (var time = 0; time < times; time++) _statistics.Save([new StatisticsCell(SyntheticMail.Key, _hour * 60 + 5, counts)], _hour, _time.GetUtcNow());
        _hour++;
    }

    private sealed class FaultyStore(IAnomalyStore store) : IAnomalyStore
    {
        public bool IsFull { get; set; }

        public long? LastHour => store.LastHour;

        public void Save(IReadOnlyCollection<Anomaly> anomalies, long lastHour)
        {
            if (IsFull) throw new IOException("no space");
            store.Save(anomalies, lastHour);
        }

        public IReadOnlyList<Anomaly> List(bool isOpen, int limit) => store.List(isOpen, limit);
    }
}
