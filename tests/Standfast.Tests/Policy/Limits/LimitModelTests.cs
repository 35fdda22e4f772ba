namespace Standfast.Tests.Policy.Limits;

/// <summary>Whatever happens in whatever order: never more than the limit, nothing forgotten, and without a loss of power nothing counted twice.</summary>
public sealed class LimitModelTests
{
    private const int Limit = 200;

    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task AnyCourseOfEvents_KeepsTheCount()
    {
        var sent = 0;
        var exact = 0;
        for (var seed = 1; seed <= 150; seed++)
        {
            var (accepted, isExact) = await PlayAsync(seed, losesPower: seed % 3 == 0);
            sent += accepted;
            if (isExact) exact++;
        }

        Assert.True(sent > 20_000, $"only {sent} were sent");
        Assert.True(exact > 25, $"only {exact} courses were exact to their end");
    }

    private static async Task<(int Accepted, bool IsExact)> PlayAsync(int seed, bool losesPower)
    {
        // In a small journal what is in flight for long is no longer known after two turns: then it counts.
        var isSmall = seed % 2 == 0;
        using var test = new BookUnderTest(journalCapacity: isSmall ? 50 : int.MaxValue);
        var demand = BookUnderTest.Demand($"{Limit} messages/hour");
        var random = new Random(seed);
        var accepted = new List<DateTimeOffset>();
        var inFlight = 0;
        // Where the ledger cannot be written from one start to the next, the second counts what the first had reserved, as after a loss of power.
        var isExact = !losesPower;
        for (var step = 0; step < 120; step++)
        {
            switch (random.Next(14))
            {
                case 0:
                    // Taken, and the session waits for the spool still.
                    if (await test.TakeOnlyAsync(demand) is null) inFlight++;
                    break;
                case 1:
                    isExact &= test.Book.HasJournalBegun;
                    await test.CrashAsync();
                    inFlight = isSmall ? inFlight : 0;
                    break;
                case 2 when losesPower:
                    test.LosePower();
                    break;
                case 3:
                    isExact &= test.Book.HasJournalBegun;
                    await test.RestartAsync();
                    inFlight = isSmall ? inFlight : 0;
                    break;
                case 4 when !losesPower:
                    // Over a loss of power the wall clock is all there is, so it must be right there.
                    test.Clock.Offset = TimeSpan.FromDays(random.Next(-1_000, 1_000));
                    break;
                case 5:
                    test.Ledger.IsFailing = !test.Ledger.IsFailing;
                    break;
                case 6:
                    test.Ledger.FailsAfterNext = true;
                    break;
                case 7 or 8:
                    test.Time.Advance(TimeSpan.FromSeconds(random.Next(1, 1_500)));
                    break;
                default:
                    for (var count = random.Next(1, 40); count > 0 && await test.SendAsync(demand) is null; count--) accepted.Add(test.Time.GetUtcNow());
                    if (step % 3 == 0) test.Ledger.IsFailing = false;
                    break;
            }

            var now = test.Time.GetUtcNow();
            var inWindow = accepted.Count(at => now - at < s_hour);
            var used = test.Book.Read(BookUnderTest.Shop, demand.Rule).Used;
            Assert.True(inWindow <= Limit, $"seed {seed}, step {step}: {inWindow} in an hour");
            Assert.True(used >= inWindow, $"seed {seed}, step {step}: {inWindow} in an hour, {used} counted");
            if (!isExact) continue;
            var atMost = accepted.Count(at => now - at < s_hour + TimeSpan.FromMinutes(1)) + inFlight;
            Assert.True(used <= atMost, $"seed {seed}, step {step}: {used} counted, {atMost} taken");
        }

        return (accepted.Count, isExact);
    }
}
