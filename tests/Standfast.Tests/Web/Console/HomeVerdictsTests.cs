using Standfast.Accounts.Audit;
using Standfast.Accounts.Pauses;
using Standfast.Mail;
using Standfast.Queue;
using Standfast.Recovery;
using Standfast.Reputation.Classification;
using Standfast.Reputation.States;
using Standfast.Reputation.Statistics;
using Standfast.Reputation.Statistics.Anomalies;
using Standfast.Reputation.Statistics.Limits;
using Standfast.Web.Console.Home;

namespace Standfast.Tests.Web.Console;

public sealed class HomeVerdictsTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 2, 3, 4, 0, TimeSpan.Zero);

    private static readonly HomeFacts s_quiet = new([], [], [], [Row("shop", "bulk"), Row("shop", "transactional")], [Row("gmail"), Row("yahoo")], [], [], new QueueCounts(0, 0, 0, null), null);

    [Theory]
    // Whole streams and whole ways.
    [InlineData("everything", SendingStateKind.Held, Verdict.Held, Verdict.Held, Verdict.Held, Verdict.Held)]
    [InlineData("account=shop", SendingStateKind.Paused, Verdict.Paused, Verdict.Paused, Verdict.Safe, Verdict.Safe)]
    [InlineData("account=shop stream=bulk", SendingStateKind.Slowed, Verdict.Slowed, Verdict.Safe, Verdict.Safe, Verdict.Safe)]
    [InlineData("account=other", SendingStateKind.Held, Verdict.Safe, Verdict.Safe, Verdict.Safe, Verdict.Safe)]
    [InlineData("provider=gmail", SendingStateKind.Paused, Verdict.Safe, Verdict.Safe, Verdict.Paused, Verdict.Safe)]
    [InlineData("source=main provider=gmail", SendingStateKind.Slowed, Verdict.Safe, Verdict.Safe, Verdict.Slowed, Verdict.Safe)]
    [InlineData("source=main", SendingStateKind.Held, Verdict.Safe, Verdict.Safe, Verdict.Held, Verdict.Held)]
    // A part of them.
    [InlineData("account=shop campaign=may", SendingStateKind.Held, Verdict.Watch, Verdict.Watch, Verdict.Safe, Verdict.Safe)]
    [InlineData("account=shop stream=bulk provider=gmail", SendingStateKind.Paused, Verdict.Watch, Verdict.Safe, Verdict.Watch, Verdict.Safe)]
    [InlineData("provider=gmail", SendingStateKind.Open, Verdict.Safe, Verdict.Safe, Verdict.Safe, Verdict.Safe)]
    public void State_IsTheVerdictOfWhatItCovers(string key, SendingStateKind kind, Verdict bulk, Verdict transactional, Verdict gmail, Verdict yahoo)
    {
        Assert.True(StateKey.TryParse(key, out var of));
        var view = HomeVerdicts.Judge(s_quiet with { States = [new SendingState(of, kind, "because", "rule:test", s_now)] });
        Verdict Of(IReadOnlyList<VerdictLine> lines, string name) => lines.Single(line => line.Name == name).Verdict;
        Assert.Equal((bulk, transactional, gmail, yahoo), (Of(view.Streams, "shop/bulk"), Of(view.Streams, "shop/transactional"), Of(view.Providers, "gmail"), Of(view.Providers, "yahoo")));
        Assert.Equal(new[] { bulk, transactional, gmail, yahoo }.Max(), view.Verdict);
    }

    [Fact]
    public void Pause_ByHand_IsTheVerdict_UntilItIsLifted()
    {
        var pause = new Pause(new PauseTarget.OfStream(AccountId.Parse("shop"), StreamName.Parse("bulk")), "wrong list", "ann", s_now);
        var line = HomeVerdicts.Judge(s_quiet with { Pauses = [pause] }).Streams[0];
        Assert.Equal(("shop/bulk", Verdict.Paused, "Paused by ann: wrong list"), (line.Name, line.Verdict, line.Reason));
        Assert.All(HomeVerdicts.Judge(s_quiet with { Pauses = [pause with { IsLifting = true }] }).Streams, other => Assert.Equal(Verdict.Safe, other.Verdict));
    }

    [Fact]
    public void Limit_NearOrPassed_IsToWatch_AndShownWithItsForecast()
    {
        var limit = new PublishedLimit("yahoo-spam-rate", "yahoo", LimitMetric.ComplaintRate, 0.001, 0.003, TimeSpan.FromDays(7), 500, "deferred", true, "https://senders.example", "2026-01-01");
        var view = HomeVerdicts.Judge(s_quiet with { Standings = [new LimitStanding(limit, "main", 13, 5_000, 0.0026, 0.0001, TimeSpan.FromHours(4), true), new LimitStanding(limit, "second", 1, 100, 0.01, 0, null, false)] });
        Assert.Equal((Verdict.Watch, Verdict.Safe), (view.Providers.Single(line => line.Name == "yahoo").Verdict, view.Providers.Single(line => line.Name == "gmail").Verdict));
        Assert.Equal(("yahoo: complaints of main", "0.26 % of 0.3 % (13 of 5,000 in 7 d)", "limit in 4 h at this rate"), (view.Limits[0].Title, view.Limits[0].Figures, view.Limits[0].Forecast));
        Assert.Equal((null, "too little mail to say"), (view.Limits[1].Verdict, view.Limits[1].Forecast));
        Assert.Equal("Mail goes out; look at yahoo.", view.Headline);
        Assert.Equal(["yahoo: complaints of main, 0.26 % of 0.3 % (13 of 5,000 in 7 d); limit in 4 h at this rate."], view.Reasons);
    }

    [Fact]
    public void WhatIsUnlikeItself_IsToWatch_AndAReasonOfTheVerdict()
    {
        static Anomaly Bounces(StatisticsKey key, long count) => new(new AnomalySubject(key, AnomalyKind.Bounces, ReplyCause.Other), s_now.AddHours(-1), null, s_now, false, count, 600, 12, count / 5.0, 1);
        var view = HomeVerdicts.Judge(s_quiet with { Anomalies = [Bounces(new StatisticsKey(StatisticsCube.Stream, "shop", "bulk"), 40), Bounces(new StatisticsKey(StatisticsCube.Way, "main", "gmail"), 60)] });
        Assert.Equal((Verdict.Watch, "Mail goes out; look at shop/bulk, gmail."), (view.Verdict, view.Headline));
        Assert.Equal(("shop/bulk", Verdict.Watch, s_now.AddHours(-1)), (view.Streams[0].Name, view.Streams[0].Verdict, view.Streams[0].Since));
        Assert.Equal(["bounces as other of main to gmail: 60 of 600 (10 %) in the hour from 02:04 UTC; 2 % is usual"], view.Providers[0].Unlike);
        Assert.Equal(["Unlike itself: bounces as other of main to gmail: 60 of 600 (10 %) in the hour from 02:04 UTC; 2 % is usual.", "Unlike itself: bounces as other of shop bulk: 40 of 600 (6.67 %) in the hour from 02:04 UTC; 2 % is usual."], view.Reasons);
        Assert.All([view.Streams[1], view.Providers[1]], line => Assert.Equal((Verdict.Safe, 0), (line.Verdict, line.Unlike.Count)));
    }

    [Fact]
    public void AllMail_UnlikeItself_IsSaid_AlsoWhereNoPartIs()
    {
        var silence = new Anomaly(new AnomalySubject(new StatisticsKey(StatisticsCube.Total), AnomalyKind.Volume), s_now.AddHours(-1), null, s_now, false, 3, 0, 900, 20, 1);
        var view = HomeVerdicts.Judge(s_quiet with { Anomalies = [silence] });
        Assert.Equal((Verdict.Watch, "Everything goes out, but not as usual."), (view.Verdict, view.Headline));
        Assert.Equal(["Unlike itself: volume of all mail: 3 in the hour from 02:04 UTC; 900 is usual."], view.Reasons);
    }

    [Fact]
    public void WhatIsPaused_StaysPaused_WhereItIsUnlikeItselfToo()
    {
        Assert.True(StateKey.TryParse("provider=gmail", out var gmail));
        var unlike = new Anomaly(new AnomalySubject(new StatisticsKey(StatisticsCube.Way, "main", "gmail"), AnomalyKind.Deferrals), s_now.AddHours(-1), null, s_now, false, 300, 600, 12, 20, 1);
        var line = HomeVerdicts.Judge(s_quiet with { States = [new SendingState(gmail, SendingStateKind.Paused, "because", "rule:test", s_now)], Anomalies = [unlike] }).Providers[0];
        Assert.Equal((Verdict.Paused, "because", s_now, 1), (line.Verdict, line.Reason, line.Since, line.Unlike.Count));
    }

    [Fact]
    public void Incident_IsFirst_AlsoWhereEverythingGoesOut()
    {
        var view = HomeVerdicts.Judge(s_quiet with { Incidents = [new Incident("INC-1", "spamhaus", "listing", "source=main", s_now, "listed")] });
        Assert.Equal((Verdict.Watch, "One incident is open. Everything goes out."), (view.Verdict, view.Headline));
        Assert.Equal("INC-1", Assert.Single(view.Incidents).Id);
    }

    [Fact]
    public void HeldMail_IsNotToldToGoOut()
    {
        var view = HomeVerdicts.Judge(s_quiet with { Incidents = [new Incident("INC-1", "guard", "sender-unlike-itself", "account=shop credential=api-1", s_now, "unlike itself")], Counts = new QueueCounts(2, 0, 2, null) });
        Assert.Equal((Verdict.Watch, "One incident is open. Mail goes out, but for what is held for you."), (view.Verdict, view.Headline));
    }

    [Fact]
    public void LastAct_IsTheNewestOfARule()
    {
        AuditEntry Act(long number, string action) => new(number, s_now, "rule:complaints", action, "account=shop stream=bulk", "0.3 % complained", "", "");
        var act = HomeVerdicts.Judge(s_quiet with { Acts = [Act(1, "state.slowed"), Act(2, "state.paused")] }).LastAct!;
        Assert.Equal(("Paused", "account=shop stream=bulk", "0.3 % complained", "complaints"), (act.What, act.Subject, act.Reason, act.Rule));
    }

    [Fact]
    public void NothingIsSafe_WhereTheFiguresCannotBeRead()
    {
        var view = HomeVerdicts.Judge(s_quiet with { Streams = null, Providers = null });
        Assert.Equal((Verdict.Watch, "The figures cannot be read now.", true), (view.Verdict, view.Headline, view.IsBlind));
    }

    private static StatisticsRow Row(params string[] values) => new(values, new Counts(), []);
}
