using Standfast.Policy.Limits;

namespace Standfast.Tests.Policy.Limits;

/// <summary>What is used survives whatever ends the process.</summary>
public sealed class LimitCrashTests
{
    private static readonly LimitDemand s_demand = BookUnderTest.Demand("1000 messages/hour");

    [Fact]
    public async Task Kills_LoseAndGainNothing_HoweverMany()
    {
        using var test = new BookUnderTest();
        for (var round = 0; round < 100; round++)
        {
            for (var number = 0; number < 9; number++) Assert.Null(await test.SendAsync(s_demand));
            // In flight when the process is killed: taken, and never in the spool.
            for (var number = 0; number < round % 5; number++) Assert.Null(await test.TakeOnlyAsync(s_demand));
            await test.CrashAsync();
        }

        Assert.Equal(100, await test.SendUntilRefusedAsync(s_demand));
        Assert.Equal(1_000, test.Spool.Count);
    }

    [Fact]
    public async Task Kills_WithoutTime_BetweenRecoveryAndTheFirstSave_GiveNothingBackTwice()
    {
        using var test = new BookUnderTest();
        for (var number = 0; number < 40; number++) Assert.Null(await test.SendAsync(s_demand));
        for (var number = 0; number < 7; number++) Assert.Null(await test.TakeOnlyAsync(s_demand));
        test.Ledger.IsFailing = true;
        for (var round = 0; round < 3; round++) await test.CrashAsync();
        test.Ledger.IsFailing = false;
        for (var round = 0; round < 3; round++) await test.CrashAsync();
        Assert.Equal(40, test.Book.Read(BookUnderTest.Shop, s_demand.Rule).Used);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task LossOfPower_LosesAtMostAPartOfABlock_AndGainsNothing(bool hasJournal)
    {
        using var test = new BookUnderTest(hasJournal: hasJournal);
        for (var number = 0; number < 333; number++) Assert.Null(await test.SendAsync(s_demand));
        test.LosePower();
        Assert.InRange(test.Book.Read(BookUnderTest.Shop, s_demand.Rule).Used, 333, 343);
    }

    [Fact]
    public async Task LossOfPower_InOldSlots_LosesNothing()
    {
        using var test = new BookUnderTest();
        for (var minute = 0; minute < 50; minute++)
        {
            for (var number = 0; number < 3; number++) Assert.Null(await test.SendAsync(s_demand));
            test.Time.Advance(TimeSpan.FromMinutes(1));
        }

        test.LosePower();
        Assert.InRange(test.Book.Read(BookUnderTest.Shop, s_demand.Rule).Used, 150, 160);
    }

    [Fact]
    public async Task Stop_LosesNothing()
    {
        using var test = new BookUnderTest();
        for (var number = 0; number < 333; number++) Assert.Null(await test.SendAsync(s_demand));
        await test.RestartAsync();
        test.LosePower();
        Assert.InRange(test.Book.Read(BookUnderTest.Shop, s_demand.Rule).Used, 333, 334);
    }

    [Fact]
    public void Stop_EndsTheWriter_AtWhateverMomentItComes()
    {
        for (var round = 0; round < 3_000; round++)
        {
            using var test = new BookUnderTest(hasJournal: false);
            test.Book.AgeOf(BookUnderTest.Shop, () => TimeSpan.Zero);
            if (round % 3 > 0) Thread.SpinWait(round % 400);
        }
    }

    [Fact]
    public async Task FailingLedger_LetsNothingGo_AndTakesNothing()
    {
        using var test = new BookUnderTest();
        var demand = BookUnderTest.Demand("50 messages/hour");
        for (var number = 0; number < 10; number++) Assert.Null(await test.SendAsync(demand));
        test.Ledger.IsFailing = true;
        // What is left of the block may still go: it is written off already.
        var more = await test.SendUntilRefusedAsync(demand);
        Assert.InRange(more, 0, 1);
        Assert.IsType<LimitShortage.NotWritten>(await test.SendAsync(demand));
        Assert.Equal(10 + more, test.Book.Read(BookUnderTest.Shop, demand.Rule).Used);
        test.Ledger.IsFailing = false;
        Assert.Equal(40 - more, await test.SendUntilRefusedAsync(demand));
    }

    [Fact]
    public async Task Crash_RightAfterTheWrite_BeforeTheProcessKnew_CountsWhatIsInTheSpool()
    {
        using var test = new BookUnderTest();
        for (var round = 0; round < 20; round++)
        {
            test.Ledger.FailsAfterNext = true;
            await test.SendUntilRefusedAsync(s_demand);
            await test.CrashAsync();
            Assert.Equal(test.Spool.Count, test.Book.Read(BookUnderTest.Shop, s_demand.Rule).Used);
        }
    }

    [Fact]
    public async Task Journal_ThatIsFull_GoesOnInItsOtherHalf()
    {
        using var test = new BookUnderTest(journalCapacity: 100);
        for (var number = 0; number < 900; number++)
        {
            Assert.Null(await test.SendAsync(s_demand));
            if (number % 90 != 50) continue;
            await test.CrashAsync();
            Assert.Equal(number + 1, test.Book.Read(BookUnderTest.Shop, s_demand.Rule).Used);
        }

        Assert.True(test.Journal!.Switches > 0);
    }

    /// <summary>A machine that sleeps, or a thread that waits long for its turn, just while the ledger's time is read.</summary>
    [Fact]
    public async Task Restart_CountsTimeThatPassedWhileTheClocksWereRead()
    {
        using var test = new BookUnderTest();
        var demand = BookUnderTest.Demand("10 messages/hour");
        Assert.Null(await test.SendAsync(demand));
        test.Ledger.BeforeNow = () => test.Time.Advance(TimeSpan.FromMinutes(40));

        await test.RestartAsync();
        test.Time.Advance(TimeSpan.FromMinutes(22));

        Assert.Equal(0, test.Book.Read(BookUnderTest.Shop, demand.Rule).Used);
    }
}
