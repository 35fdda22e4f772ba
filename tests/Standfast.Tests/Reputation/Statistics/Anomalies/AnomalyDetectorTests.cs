using Standfast.Reputation.Classification;
using Standfast.Reputation.Statistics;
using Standfast.Reputation.Statistics.Anomalies;

namespace Standfast.Tests.Reputation.Statistics.Anomalies;

public sealed class AnomalyDetectorTests
{
    private const int Week = 168;

    private readonly AnomalyDetector _detector = new();
    private long _hour = SyntheticMail.FirstHour;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void TwentyQuietWeeks_HaveNoAnomaly(int seed) => Assert.Equal("", Told(Run(new SyntheticMail(seed), 20 * Week)));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void TwentyQuietWeeksOfLittleMail_HaveNoAnomaly(int seed) => Assert.Equal("", Told(Run(new SyntheticMail(seed, attemptsAtNoon: 40), 20 * Week)));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void ADoubledBounceRate_IsFoundWithinTwelveHours(int seed)
    {
        var mail = new SyntheticMail(seed);
        Run(mail, 3 * Week + 8);
        mail.BounceRate *= 2;
        var found = Assert.Single(Run(mail, 12), anomaly => anomaly.Until is null && anomaly.LastAt == anomaly.Since);
        Assert.Equal(new AnomalySubject(SyntheticMail.Key, AnomalyKind.Bounces, ReplyCause.NoSuchUser), found.Subject);
        Assert.InRange(found.Ratio, 1.3, 3.5);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void ASlowDrift_IsFoundWithinTwoDays(int seed)
    {
        var mail = new SyntheticMail(seed);
        Run(mail, 4 * Week);
        mail.BounceRate *= 1.6;
        Assert.Contains(Run(mail, 48), anomaly => anomaly.Subject.Kind == AnomalyKind.Bounces);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void ACauseThatWasNeverMet_IsFoundAtOnce(int seed)
    {
        var mail = new SyntheticMail(seed);
        Run(mail, 2 * Week + 10);
        mail.BlockRate = 0.06;
        Assert.Contains(Run(mail, 1), anomaly => anomaly.Subject == new AnomalySubject(SyntheticMail.Key, AnomalyKind.Bounces, ReplyCause.Blocklist));
    }

    [Fact]
    public void Deferrals_Complaints_AndVolumes_AreWatched()
    {
        foreach (var (kind, change) in (ReadOnlySpan<(AnomalyKind, Action<SyntheticMail>)>)[
            (AnomalyKind.Deferrals, mail => mail.DeferralRate = 0.6), (AnomalyKind.Complaints, mail => mail.ComplaintRate = 0.03), (AnomalyKind.Volume, mail => mail.Volume = 8), (AnomalyKind.Volume, mail => mail.Volume = 0)])
        {
            var (detector, mail) = (new AnomalyDetector(), new SyntheticMail(5));
            var hour = SyntheticMail.FirstHour;
            for (; hour < SyntheticMail.FirstHour + 5 * Week + 12; hour++) Assert.Empty(detector.Observe(hour, Parts(mail.Hour(hour))));
            change(mail);
            var found = new List<Anomaly>();
            for (var later = 0; later < 4; later++, hour++) found.AddRange(detector.Observe(hour, mail.Volume == 0 ? new Dictionary<StatisticsKey, Counts> { [SyntheticMail.Key with { A = "second" }] = new() } : Parts(mail.Hour(hour))));
            Assert.Contains(found, anomaly => anomaly.Subject.Kind == kind);
        }
    }

    [Fact]
    public void WhereNothingIsSentAtAll_OneTellsIt()
    {
        var (total, mail) = (new StatisticsKey(StatisticsCube.Total), new SyntheticMail(5));
        for (; _hour < SyntheticMail.FirstHour + 5 * Week + 12; _hour++)
        {
            var counts = mail.Hour(_hour);
            Assert.Empty(_detector.Observe(_hour, new Dictionary<StatisticsKey, Counts> { [total] = counts, [SyntheticMail.Key] = counts }));
        }

        Assert.Equal(new AnomalySubject(total, AnomalyKind.Volume), Assert.Single(_detector.Observe(_hour, Parts())).Subject);
    }

    [Fact]
    public void AnAnomaly_LastsUntilItIsQuiet_AndIsToldOnce()
    {
        var mail = new SyntheticMail(4);
        Run(mail, 3 * Week + 10);
        mail.BounceRate = 0.3;
        var during = Run(mail, 5);
        Assert.Single(during.Select(anomaly => anomaly.Since).Distinct());
        mail.BounceRate = 0.02;
        var after = Run(mail, 48);
        var over = Assert.Single(after, anomaly => anomaly.Until is not null);
        Assert.Equal(during[0].Since, over.Since);
        Assert.True(over.Until > over.LastAt);
        Assert.Empty(_detector.Open);
    }

    [Fact]
    public void AnHourThatRuns_IsSeenBeforeItIsOver()
    {
        var mail = new SyntheticMail(6);
        Run(mail, 3 * Week + 10);
        var soFar = new Counts();
        soFar.Add(CountKind.Attempts, 60);
        soFar.Add(CountKind.Deferred, 50);
        Assert.Equal(AnomalyKind.Deferrals, Assert.Single(_detector.Peek(_hour, Parts(soFar))).Subject.Kind);
        Assert.Empty(_detector.Peek(_hour, Parts(soFar)));
    }

    [Fact]
    public void SmallNumbers_AreNoAnomaly()
    {
        var mail = new SyntheticMail(7, attemptsAtNoon: 30);
        Run(mail, 3 * Week + 10);
        var few = new Counts();
        few.Add(CountKind.Attempts, 9);
        few.Add(CountKind.Deferred, 9);
        Assert.Empty(_detector.Observe(_hour, Parts(few)));
    }

    [Fact]
    public void WhatIsWatched_IsBounded()
    {
        var counts = new Counts();
        counts.Add(CountKind.Attempts, 100);
        counts.Add(CountKind.Delivered, 100);
        _detector.Observe(_hour, Enumerable.Range(0, 3 * AnomalyDetector.MaxWatched).ToDictionary(number => SyntheticMail.Key with { A = $"s{number}" }, _ => counts));
        Assert.Equal(AnomalyDetector.MaxWatched, _detector.Watched);
        _detector.Observe(_hour + AnomalyDetector.ForgottenAfter + 1, Parts());
        Assert.Equal(0, _detector.Watched);
    }

    [Fact]
    public void Text_HasTheFigures()
    {
        var anomaly = new Anomaly(new AnomalySubject(SyntheticMail.Key, AnomalyKind.Bounces, ReplyCause.NoSuchUser), DateTimeOffset.UnixEpoch.AddHours(_hour + 13), null, DateTimeOffset.UnixEpoch, false, 31, 540, 10.8, 6.1, 1);
        Assert.Equal("bounces as no-such-user of main to gmail: 31 of 540 (5.74 %) in the hour from 13:00 UTC; 2 % is usual", anomaly.Text);
        Assert.Equal("volume of shop bulk: 9,000 in 3 hours; 1,200 is usual", (anomaly with { Subject = new AnomalySubject(new StatisticsKey(StatisticsCube.Stream, "shop", "bulk"), AnomalyKind.Volume), Count = 9_000, Of = 0, Expected = 1_200, Hours = 3 }).Text);
    }

    private static string Told(IEnumerable<Anomaly> anomalies) => string.Join('\n', anomalies.Select(anomaly => $"{anomaly.Text} {anomaly.Score} {anomaly.Since:MM-dd HH}"));

    private static Dictionary<StatisticsKey, Counts> Parts(params Counts[] counts) => counts.ToDictionary(_ => SyntheticMail.Key);

    private List<Anomaly> Run(SyntheticMail mail, int hours)
    {
        var found = new List<Anomaly>();
        for (var hour = 0; hour < hours; hour++, _hour++) found.AddRange(_detector.Observe(_hour, Parts(mail.Hour(_hour))));
        return found;
    }
}
