using Standfast.Storage.Spool;

namespace Standfast.Tests.Storage;

/// <summary>Segments of which little is needed are emptied; what is needed survives, once, whenever the process ends.</summary>
public sealed class CompactionTests
{
    private static readonly SpoolOptions s_small = new() { SegmentBytes = 128 * 1024, ReserveBytes = 0, CompactionPause = TimeSpan.Zero };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 3_000)]
    [InlineData(8, 3_000)]
    [InlineData(3, 300_000)]
    [InlineData(4, 300_000)]
    [InlineData(5, 300_000)]
    public async Task SparseSegments_AreEmptied_AndGo(int seed, int maxSize)
    {
        var disk = new FaultyDirectory();
        var history = new SpoolHistory(seed) { KeepsEvery = 15 };
        await using (var spool = SegmentedSpool.Open(disk, s_small))
        {
            await AgeAsync(spool, history, rounds: 20, maxSize);
            var stats = spool.GetStats();
            Assert.InRange(stats.MovedMessages, 1, long.MaxValue);
            // Each but the newest few and those that final states hold is at least a quarter needed.
            Assert.InRange(stats.Segments, 1, 3 + (stats.LiveBytes * 4 / s_small.SegmentBytes) + Held(spool));
            await history.AssertReadableAsync(spool, Stop);
        }

        foreach (var left in (FaultyDirectory[])[disk.AfterKill(), disk.AfterPowerCut(), disk.AfterPowerCut(losesNames: true)])
        {
            await using var again = SegmentedSpool.Open(left, s_small);
            await history.AssertFoundAsync(again, Stop);
        }
    }

    [Theory]
    [InlineData(1, 3_000)]
    [InlineData(3, 150_000)]
    public async Task Acknowledged_IsThereOnce_WhereverTheProcessEnds(int seed, int maxSize)
    {
        var steps = int.MaxValue;
        var moved = 0L;
        for (var stopAt = 3; stopAt < steps; stopAt += 9)
        {
            var disk = new FaultyDirectory { StopAtStep = stopAt };
            var history = new SpoolHistory(seed) { KeepsEvery = 15 };
            try
            {
                await using var spool = SegmentedSpool.Open(disk, s_small);
                await AgeAsync(spool, history, rounds: 6, maxSize);
                (steps, moved) = (disk.Steps, spool.GetStats().MovedMessages);
            }
            catch (IOException)
            {
                // The end of the process, as far as it is concerned.
            }

            foreach (var left in (FaultyDirectory[])[disk.AfterKill(), disk.AfterPowerCut(), disk.AfterPowerCut(losesNames: true)])
            {
                // Twice: what the first start takes for superfluous is gone at the second.
                for (var start = 0; start < 2; start++)
                {
                    await using var again = SegmentedSpool.Open(left, s_small);
                    await history.AssertFoundAsync(again, Stop);
                    again.EventsDurableThrough(history.Last);
                    await again.WhenSummarisedAsync();
                }
            }
        }

        Assert.InRange(moved, 1, long.MaxValue);
    }

    [Fact]
    public async Task Facts_AreToldOnce()
    {
        var disk = new FaultyDirectory();
        var history = new SpoolHistory(6) { KeepsEvery = 15 };
        await using (var spool = SegmentedSpool.Open(disk, s_small))
        {
            await AgeAsync(spool, history, rounds: 20, 3_000);
            Assert.NotEqual(0, spool.GetStats().MovedMessages);
        }

        await using var again = SegmentedSpool.Open(disk.AfterKill(), s_small);
        // The history gives each record 20 octets of facts.
        Assert.All(again.ReplayEvents(history.Last), replayed => Assert.True(replayed.Events.IsEmpty));
    }

    [Fact]
    public async Task Message_StaysDone_WhenItsCopyOutlivesItsSource()
    {
        var disk = new FaultyDirectory();
        var history = new SpoolHistory(8) { KeepsEvery = 15 };
        for (var life = 0; life < 12; life++)
        {
            await using var spool = SegmentedSpool.Open(disk, s_small);
            await history.AssertFoundAsync(spool, Stop);
            await AgeAsync(spool, history, rounds: 3, 60_000);
            // The next life begins in the middle of copying.
            await history.RunAsync(spool, 40, 60_000, ends: 0.9);
            spool.EventsDurableThrough(history.Last);
            disk = disk.AfterKill();
        }
    }

    [Fact]
    public async Task Room_IsNotTakenFromStates_WhenTheDiskIsFull()
    {
        var disk = new FaultyDirectory();
        var history = new SpoolHistory(9) { KeepsEvery = 15 };
        await using var spool = SegmentedSpool.Open(disk, s_small);
        await history.RunAsync(spool, 300, 3_000, ends: 0.95);
        disk.FreeBytes = 0;
        // Uses up what was allocated ahead but for the last file.
        while (spool.Shortage is null) await history.RunAsync(spool, 1, 1_000, ends: 1);
        var moved = spool.GetStats().MovedMessages;
        spool.EventsDurableThrough(history.Last);
        await spool.WhenSummarisedAsync();
        Assert.Equal(moved, spool.GetStats().MovedMessages);
    }

    private static async Task AgeAsync(SegmentedSpool spool, SpoolHistory history, int rounds, int maxSize)
    {
        for (var round = 0; round < rounds; round++)
        {
            await history.RunAsync(spool, 40, maxSize, ends: 0.9);
            spool.EventsDurableThrough(history.Last);
            await spool.WhenSummarisedAsync();
        }

        spool.EventsDurableThrough(history.Last);
    }

    private static int Held(SegmentedSpool spool) => spool.SegmentsHeldByFinalStates;
}
