using Microsoft.Extensions.Time.Testing;
using Standfast.Mail;
using Standfast.Reputation.Feedback.Postmaster;
using Standfast.Reputation.Statistics;
using Standfast.Reputation.Statistics.Limits;
using Standfast.Storage.Sqlite;

namespace Standfast.Tests.Reputation.Statistics.Limits;

public sealed class LimitReaderTests : IDisposable
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 26, 8, 30, 0, TimeSpan.Zero);
    private static readonly PublishedLimit s_yahoo = new("yahoo-spam-rate", "yahoo", LimitMetric.ComplaintRate, 0.001, 0.003, TimeSpan.FromDays(1), 500, "blocked", true, "x", "2026-11-26");
    private static readonly PublishedLimit s_all = new("bounce-rate", "*", LimitMetric.BounceRate, 0.02, 0.05, TimeSpan.FromDays(1), 500, "reviewed", true, "x", "2026-11-26");
    private static readonly PublishedLimit s_gmail = s_yahoo with { Id = "gmail-spam-rate", Provider = "gmail", IsSeen = false };

    private readonly string _folder = Directory.CreateTempSubdirectory("standfast-limits-").FullName;
    private readonly FakeTimeProvider _time = new(s_now);
    private readonly SqliteStatisticsStore _statistics;
    private readonly SqliteReportStore _reports;

    public LimitReaderTests()
    {
        _statistics = SqliteStatisticsStore.Open(Path.Combine(_folder, "statistics.db"));
        _reports = SqliteReportStore.Open(Path.Combine(_folder, "reports.db"));
    }

    [Fact]
    public void Standings_AreThoseOfTheirPart_WorstFirst()
    {
        for (var hour = 0; hour < 40; hour++)
        {
            Save(new StatisticsKey(StatisticsCube.Way, "main", "yahoo"), hour, 1_000, complained: 4);
            Save(new StatisticsKey(StatisticsCube.Way, "second", "yahoo"), hour, 1_000, complained: 0);
            Save(new StatisticsKey(StatisticsCube.Way, "main", "elsewhere"), hour, 1_000, complained: 100);
            Save(new StatisticsKey(StatisticsCube.Stream, "shop", "bulk"), hour, 500, bounced: 10);
            Save(new StatisticsKey(StatisticsCube.Stream, "shop", "transactional"), hour, 500, bounced: 5);
        }

        var standings = Reader(s_yahoo, s_all).Read();
        Assert.Equal([("yahoo-spam-rate", "main", LimitState.Over), ("bounce-rate", "shop", LimitState.Ok), ("yahoo-spam-rate", "second", LimitState.Ok)], standings.Select(one => (one.Limit.Id, one.Part, one.State)));
        Assert.Equal((96, 24_000, 0.004), (standings[0].Count, standings[0].Of, standings[0].Value));
        Assert.Equal(360, standings[1].Count);
    }

    [Fact]
    public void WhatTheProviderReports_IsTakenFromThere()
    {
        var domain = DomainName.Parse("example.org");
        _reports.Add([.. Enumerable.Range(0, 4).Select(day => new PostmasterRow(domain, new DateOnly(2026, 11, 21 + day), "SPAM_RATE", 0.0005 * (day + 1), null))]);
        _reports.Add([new PostmasterRow(domain, new DateOnly(2026, 11, 24), "DELIVERY_ERROR", 0.9, null)]);
        var standing = Assert.Single(Reader(s_gmail).Read());
        Assert.Equal(("example.org", 0.002, new DateOnly(2026, 11, 24), LimitState.Near), (standing.Part, standing.Value, standing.Day!.Value, standing.State));
        Assert.Equal(48, standing.ReachedIn!.Value.TotalHours, 3);
        Assert.Contains("by the provider's own report of 2026-11-24, limit 0.3 %; limit in 2 d at this rate", standing.Text, StringComparison.Ordinal);
        _time.Advance(TimeSpan.FromDays(10));
        Assert.Empty(Reader(s_gmail).Read());
    }

    [Fact]
    public void Watch_TellsOnce_AndAgainWhenItIsWorse()
    {
        var told = new List<LimitState>();
        var watch = new LimitWatch(Reader(s_all), _time);
        watch.Worsened += standing => told.Add(standing.State);
        void Look()
        {
            _time.Advance(TimeSpan.FromMinutes(11));
            watch.Step();
        }

        var key = new StatisticsKey(StatisticsCube.Stream, "shop", "bulk");
        Save(key, 0, 1_000, bounced: 10);
        Look();
        Assert.Empty(told);
        Save(key, 0, 1_000, bounced: 60);
        Look();
        Look();
        Assert.Equal([LimitState.Near], told);
        Save(key, 0, 1_000, bounced: 200);
        Look();
        Look();
        Assert.Equal([LimitState.Near, LimitState.Over], told);
    }

    public void Dispose()
    {
        _statistics.Dispose();
        _reports.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private LimitReader Reader(params PublishedLimit[] limits) => new(limits, _statistics, _reports, _time);

    private void Save(StatisticsKey key, int hoursAgo, long delivered, long complained = 0, long bounced = 0)
    {
        var counts = new Counts();
        counts.Add(CountKind.Delivered, delivered - bounced);
        counts.Add(CountKind.Attempts, delivered);
        counts.Add(CountKind.Bounced, bounced);
        counts.Add(CountKind.Complained, complained);
        _statistics.Save([new StatisticsCell(key, LevelSpan.MinuteOf(s_now.AddHours(-hoursAgo)), counts)], 1, s_now);
    }
}
