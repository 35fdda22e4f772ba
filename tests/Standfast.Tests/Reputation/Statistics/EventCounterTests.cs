using Standfast.Events;
using Standfast.Reputation.Classification;
using Standfast.Reputation.Statistics;

namespace Standfast.Tests.Reputation.Statistics;

public sealed class EventCounterTests
{
    private readonly EventCounter _counter = new(new ReplyClassifier(ReplyRules.Empty));
    private long _next = 1;

    public EventCounterTests() => _counter.Begin(0, 0, []);

    [Fact]
    public void Facts_AreCountedByAllThatTheyBelongTo()
    {
        Follow(
            Facts.Of(MailEventKind.Accepted, Facts.Begin, campaign: "autumn"),
            Facts.Of(MailEventKind.Delivered, Facts.Begin, campaign: "autumn", recipient: "Ann@Example.NET"),
            Facts.Of(MailEventKind.Bounced, Facts.Begin, campaign: "autumn", detail: "550 5.1.1 no such user"),
            Facts.Of(MailEventKind.Opened, Facts.Begin, campaign: "autumn", detail: MailEvent.MachinePrefix + "proxy"));
        var cells = _counter.Take().Cells.ToDictionary(cell => cell.Key, cell => cell.Counts);
        Assert.Equal(
            [new StatisticsKey(StatisticsCube.Total), new(StatisticsCube.Stream, "shop", "bulk"), new(StatisticsCube.Campaign, "shop", "bulk", "autumn"), new(StatisticsCube.Way, "main", "gmail"), new(StatisticsCube.Provider, "shop", "gmail"), new(StatisticsCube.Domain, "shop", "example.net"), new(StatisticsCube.AllDomain, "example.net")],
            cells.Keys.OrderBy(key => key.Cube));
        var all = cells[new StatisticsKey(StatisticsCube.Total)];
        Assert.Equal((1, 2, 1, 1, 1, 0), (all[CountKind.Accepted], all[CountKind.Attempts], all[CountKind.Delivered], all[CountKind.Bounced], all[CountKind.MachineOpened], all[CountKind.Opened]));
        Assert.Equal(1, all.BouncedFor(ReplyCause.NoSuchUser));
        Assert.InRange(all.Latency(0.5)!.Value.TotalSeconds, 0.8, 1.2);
        Assert.Equal(0, cells[new StatisticsKey(StatisticsCube.Way, "main", "gmail")][CountKind.Accepted]);
    }

    [Fact]
    public void WhatNoTryBroughtAbout_IsNoAttempt()
    {
        Follow(Facts.Of(MailEventKind.Deferred, Facts.Begin) with { Attempt = null }, Facts.Of(MailEventKind.Bounced, Facts.Begin) with { Attempt = AttemptDetail.None });
        var all = Assert.Single(_counter.Take().Cells, cell => cell.Key.Cube == StatisticsCube.Total).Counts;
        Assert.Equal((0, 1, 1, 0, 0), (all[CountKind.Attempts], all[CountKind.Postponed], all[CountKind.Cancelled], all[CountKind.Deferred], all[CountKind.Bounced]));
    }

    [Fact]
    public void Names_AreBounded_AndTheRestIsCountedTogether()
    {
        for (var number = 0; number < CubeShape.MaxKeysADay + 300; number++) Follow(Facts.Of(MailEventKind.Delivered, Facts.Begin, recipient: $"ann@host{number}.example"));
        for (var number = 0; number < 100; number++) Follow(Facts.Of(MailEventKind.Delivered, Facts.Begin, account: "other", recipient: $"ann@more{number}.example"));
        var all = _counter.Take().Cells;
        var cells = all.Where(cell => cell.Key.Cube == StatisticsCube.Domain).ToDictionary(cell => cell.Key, cell => cell.Counts);
        Assert.Equal(CubeShape.MaxKeysADay + 2, cells.Count);
        Assert.Equal(300, cells[new StatisticsKey(StatisticsCube.Domain, "shop", StatisticsKey.Other)][CountKind.Delivered]);
        Assert.Equal(100, cells[new StatisticsKey(StatisticsCube.Domain, "other", StatisticsKey.Other)][CountKind.Delivered]);
        Assert.Equal(400, all.Single(cell => cell.Key == StatisticsKey.OverflowOf(StatisticsCube.AllDomain)).Counts[CountKind.Delivered]);
    }

    [Fact]
    public void Accounts_AreBoundedToo()
    {
        for (var number = 0; number < 2 * CubeShape.MaxKeysADay + 500; number++) Follow(Facts.Of(MailEventKind.Accepted, Facts.Begin, account: $"a{number}"));
        var cells = _counter.Take().Cells.Where(cell => cell.Key.Cube == StatisticsCube.Stream).ToDictionary(cell => cell.Key, cell => cell.Counts);
        Assert.Equal(2 * CubeShape.MaxKeysADay + 1, cells.Count);
        Assert.Equal(500, cells[StatisticsKey.OverflowOf(StatisticsCube.Stream)][CountKind.Accepted]);
    }

    [Fact]
    public void ANewDay_HasRoomForNewNames()
    {
        for (var number = 0; number < CubeShape.MaxKeysADay; number++) Follow(Facts.Of(MailEventKind.Delivered, Facts.Begin, recipient: $"ann@host{number}.example"));
        Follow(Facts.Of(MailEventKind.Delivered, Facts.Begin.AddDays(1), recipient: "ann@new.example"));
        Assert.Contains(_counter.Take().Cells, cell => cell.Key == new StatisticsKey(StatisticsCube.Domain, "shop", "new.example"));
    }

    [Fact]
    public void Facts_AreCountedOnce_AndThoseOutOfTurnAreLeft()
    {
        var (first, second) = (Facts.Of(MailEventKind.Accepted, Facts.Begin), Facts.Of(MailEventKind.Delivered, Facts.Begin));
        _counter.Follow([first], 1);
        _counter.Follow([first, second], 1);
        Assert.Equal(2, _counter.Position);
        _counter.CatchUp([], isLast: true);
        Assert.False(_counter.IsBehind);
        _counter.Follow([second], 4);
        Assert.Equal(2, _counter.Position);
        Assert.True(_counter.IsBehind);
        // The page was read before the fact came.
        _counter.CatchUp([new LoggedEvent(3, first)], isLast: true);
        Assert.True(_counter.IsBehind);
        _counter.CatchUp([new LoggedEvent(4, second)], isLast: true);
        Assert.False(_counter.IsBehind);
        var all = Assert.Single(_counter.Take().Cells, cell => cell.Key.Cube == StatisticsCube.Total).Counts;
        Assert.Equal((2, 2), (all[CountKind.Accepted], all[CountKind.Delivered]));
    }

    [Fact]
    public void WhatWaits_IsBounded()
    {
        _counter.CatchUp([], isLast: true);
        for (var number = 0; number < EventCounter.MaxCells; number++) Follow(Facts.Of(MailEventKind.Delivered, Facts.Begin.AddMinutes(number)));
        Assert.True(_counter.IsFull && _counter.IsBehind);
        Assert.True(_counter.Position < _next - 1);
        Assert.InRange(_counter.Take().Cells.Count, EventCounter.MaxCells, EventCounter.MaxCells + 7);
    }

    private void Follow(params ReadOnlySpan<MailEvent> facts)
    {
        _counter.Follow(facts, _next);
        _next += facts.Length;
    }
}
