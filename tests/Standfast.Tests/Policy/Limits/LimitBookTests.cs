using Standfast.Policy.Limits;

namespace Standfast.Tests.Policy.Limits;

public sealed class LimitBookTests : IDisposable
{
    private readonly BookUnderTest _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public async Task Limit_HoldsInEveryStretchOfTheWindow()
    {
        var demand = BookUnderTest.Demand("600 messages/hour");
        var sent = new List<TimeSpan>();
        var start = _test.Time.GetUtcNow();
        for (var minute = 0; minute < 300; minute++)
        {
            // Bursts of all sizes, at odd moments.
            for (var tries = minute * 37 % 120; tries > 0; tries--)
                if (await _test.SendAsync(demand) is null)
                    sent.Add(_test.Time.GetUtcNow() - start);
            _test.Time.Advance(TimeSpan.FromSeconds(13 + (minute * 29 % 97)));
        }

        Assert.True(sent.Count > 1_800);
        Assert.All(sent, moment => Assert.InRange(sent.Count(other => other <= moment && other > moment - TimeSpan.FromHours(1)), 1, 600));
    }

    [Fact]
    public async Task UsedUp_SaysWhenHowMuchComesBack_AndThenItDoes()
    {
        Assert.Equal(100, await _test.SendUntilRefusedAsync(BookUnderTest.Demand("500 recipients/hour", 5)));
        var shortage = Assert.IsType<LimitShortage.UsedUp>(await _test.SendAsync(BookUnderTest.Demand("500 recipients/hour", 5)));
        Assert.Equal((0, 500), (shortage.Left, shortage.Returning));
        Assert.InRange(shortage.After, TimeSpan.FromMinutes(60), TimeSpan.FromMinutes(61));
        _test.Time.Advance(shortage.After - TimeSpan.FromSeconds(1));
        Assert.NotNull(await _test.SendAsync(BookUnderTest.Demand("500 recipients/hour")));
        _test.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(100, await _test.SendUntilRefusedAsync(BookUnderTest.Demand("500 recipients/hour", 5)));
    }

    [Fact]
    public async Task Burst_IsAllThatGoesAtOnce_AndComesBackEvenly()
    {
        var demand = BookUnderTest.Demand("600 messages/hour burst 50");
        Assert.Equal(50, await _test.SendUntilRefusedAsync(demand));
        var shortage = Assert.IsType<LimitShortage.UsedUp>(await _test.SendAsync(demand));
        Assert.InRange(shortage.After, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        _test.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(20, await _test.SendUntilRefusedAsync(demand));
        var total = 70;
        for (var minute = 0; minute < 57; minute++)
        {
            _test.Time.Advance(TimeSpan.FromMinutes(1));
            total += await _test.SendUntilRefusedAsync(demand);
        }

        Assert.Equal(600, total);
    }

    [Fact]
    public async Task Message_TakesFromAllCountersOrNone()
    {
        var (wide, narrow) = (BookUnderTest.Demand("1000 messages/day"), BookUnderTest.Demand("3 messages/minute"));
        Assert.Equal(3, await _test.SendUntilRefusedAsync(wide, narrow));
        Assert.Equal(3, _test.Book.Read(BookUnderTest.Shop, wide.Rule).Used);
        Assert.Equal("3 messages/minute", Assert.IsType<LimitShortage.UsedUp>(await _test.SendAsync(wide, narrow)).Demand.Rule.ToString());
    }

    [Fact]
    public async Task TooLarge_IsToldApart_AndTakesNothing()
    {
        Assert.IsType<LimitShortage.TooLarge>(await _test.SendAsync(BookUnderTest.Demand("500 recipients/hour", 501)));
        Assert.IsType<LimitShortage.TooLarge>(await _test.SendAsync(BookUnderTest.Demand("500 recipients/hour burst 100", 101)));
        Assert.Null(await _test.SendAsync(BookUnderTest.Demand("500 recipients/hour", 500)));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(1_000)]
    [InlineData(20_000)]
    public async Task Parallel_TakesExactlyTheLimit(int limit)
    {
        var demands = new[] { BookUnderTest.Demand($"{limit} messages/hour"), BookUnderTest.Demand("1M recipients/day", 3) };
        var accepted = 0;
        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(async () =>
        {
            for (var number = 0; number < limit / 100 + 2; number++)
                if (await _test.SendAsync(demands) is null)
                    Interlocked.Increment(ref accepted);
        })));
        Assert.Equal(limit, accepted);
        Assert.Equal(3 * limit, _test.Book.Read(BookUnderTest.Shop, demands[1].Rule).Used);
    }

    [Fact]
    public async Task Writing_IsDoneInBlocks_OffThePathOfMessages()
    {
        Assert.Equal(10_000, await _test.SendUntilRefusedAsync(BookUnderTest.Demand("10000 messages/day")));
        Assert.InRange(_test.Ledger.Saves, 100, 400);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(-400)]
    public async Task WallClock_ChangesNothing_WhateverItJumps(int days)
    {
        Assert.Equal(500, await _test.SendUntilRefusedAsync(BookUnderTest.Demand("500 messages/hour")));
        _test.Clock.Offset = TimeSpan.FromDays(days);
        Assert.NotNull(await _test.SendAsync(BookUnderTest.Demand("500 messages/hour")));
        await _test.RestartAsync();
        Assert.NotNull(await _test.SendAsync(BookUnderTest.Demand("500 messages/hour")));
        _test.Time.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(500, await _test.SendUntilRefusedAsync(BookUnderTest.Demand("500 messages/hour")));
    }

    [Fact]
    public async Task TimeThatTheServerWasOff_Counts()
    {
        Assert.Equal(500, await _test.SendUntilRefusedAsync(BookUnderTest.Demand("500 messages/hour")));
        _test.Time.Advance(TimeSpan.FromMinutes(30));
        await _test.RestartAsync();
        _test.Time.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal(500, await _test.SendUntilRefusedAsync(BookUnderTest.Demand("500 messages/hour")));
    }

    [Theory]
    [InlineData(3 * 365, 7 * 24)]
    [InlineData(-3 * 365, 0)]
    [InlineData(1, 24)]
    public async Task WrongClock_AtTheStartOfTheMachine_MakesNothingOldByMoreThanAWeek(int days, int hours)
    {
        Assert.Equal(TimeSpan.Zero, _test.Book.AgeOf(BookUnderTest.Shop, () => TimeSpan.Zero));
        await _test.RestartAsync();
        _test.LosePower(TimeSpan.FromDays(days));
        Assert.Equal(TimeSpan.FromHours(hours), _test.Book.AgeOf(BookUnderTest.Shop, () => null));
    }

    [Fact]
    public async Task Counters_AreNotMoreThanThereIsRoomFor()
    {
        var rule = BookUnderTest.Parse("5 messages/minute");
        LimitDemand[] DemandsOf(string prefix, int count) => [.. Enumerable.Range(0, count).Select(number => new LimitDemand(new LimitObject(LimitScope.Stream, $"{prefix}/{number}"), rule, 1))];
        Assert.Null(await _test.SendAsync(DemandsOf("a", LimitBook.MaxCounters)));
        Assert.IsType<LimitShortage.TooMany>(await _test.SendAsync(DemandsOf("b", 1)));
        _test.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Null(await _test.SendAsync(DemandsOf("b", 1)));
        Assert.Single(_test.Book.Counted(LimitScope.Stream, int.MaxValue));
    }

    [Fact]
    public async Task WithdrawnMessage_GetsBackWhatItTook_Once()
    {
        var demand = BookUnderTest.Demand("10 messages/hour");
        var id = Standfast.Mail.SpoolId.Create(_test.Time.GetUtcNow(), new byte[10]);
        Assert.Null(await _test.Book.TakeAsync(id, [demand]));
        Assert.Equal(1, _test.Book.Read(BookUnderTest.Shop, demand.Rule).Used);
        _test.Book.Withdraw(id);
        _test.Book.Withdraw(id);
        Assert.Equal(0, _test.Book.Read(BookUnderTest.Shop, demand.Rule).Used);
        await _test.CrashAsync();
        Assert.Equal(10, await _test.SendUntilRefusedAsync(demand));
    }

    [Fact]
    public async Task IdleCounters_AreForgotten()
    {
        for (var number = 0; number < 5_000; number++)
        {
            Assert.Null(await _test.SendAsync(new LimitDemand(new LimitObject(LimitScope.Stream, $"shop/{number}"), BookUnderTest.Parse("5 messages/minute"), 1)));
            if (number % 500 == 0) _test.Time.Advance(TimeSpan.FromMinutes(3));
        }

        Assert.InRange(_test.Book.Counted(LimitScope.Stream, int.MaxValue).Count, 1, 2_000);
        await _test.RestartAsync();
        Assert.InRange(_test.Ledger.Load().Rows.Length, 1, 2_000);
    }
}
