using Standfast.Storage.Spool;

namespace Standfast.Tests.Storage;

/// <summary>The index files beside sealed segments: a start with them finds what a start without them finds.</summary>
public sealed class SegmentSummaryTests
{
    private static readonly SpoolOptions s_small = new() { SegmentBytes = 256 * 1024 };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Recovered_IsTheSame_WithAndWithoutSummaries(int seed)
    {
        var disk = new FaultyDirectory();
        var history = new SpoolHistory(seed);
        await using (var spool = SegmentedSpool.Open(disk, s_small))
        {
            await history.RunAsync(spool, 250, 400_000);
            await spool.WhenSummarisedAsync();
        }

        var (with, without) = (disk.AfterPowerCut(), disk.AfterPowerCut());
        foreach (var name in Summaries(without)) without.Delete(name);
        await using var quick = SegmentedSpool.Open(with, s_small);
        await using var full = SegmentedSpool.Open(without, s_small);
        Assert.Equal((1, true), (quick.ScannedSegments, full.ScannedSegments > 3));
        await history.AssertFoundAsync(quick, Stop);
        await history.AssertFoundAsync(full, Stop);
        Assert.Equal(full.GetStats() with { Syncs = 0 }, quick.GetStats() with { Syncs = 0 });
    }

    [Fact]
    public async Task Summary_IsMadeAnew_WhenAnyOctetOfItIsWrong()
    {
        var disk = new FaultyDirectory();
        var history = new SpoolHistory(7);
        await using (var spool = SegmentedSpool.Open(disk, s_small))
        {
            await history.RunAsync(spool, 60, 200_000);
            await spool.WhenSummarisedAsync();
        }

        var name = Summaries(disk)[0];
        var good = disk.Read(name);
        var random = new Random(1);
        for (var round = 0; round < 18; round++)
        {
            var damaged = disk.AfterPowerCut();
            byte[] bytes = [.. good];
            if (round % 3 == 0) bytes = bytes[..random.Next(bytes.Length)];
            else bytes[round % 3 == 1 ? random.Next(48) : random.Next(bytes.Length)] ^= (byte)random.Next(1, 256);
            damaged.Replace(name, bytes);
            await using var again = SegmentedSpool.Open(damaged, s_small);
            await history.AssertFoundAsync(again, Stop);
            Assert.True(good.AsSpan().SequenceEqual(damaged.Read(name)), "the summary is another");
        }
    }

    [Fact]
    public async Task Damage_IsCounted_AtLaterStartsToo()
    {
        var disk = new FaultyDirectory();
        var history = new SpoolHistory(3);
        await using (var spool = SegmentedSpool.Open(disk, s_small)) await history.RunAsync(spool, 20, 1000);
        disk.Flip("00000001.seg", 500);
        await using (var first = SegmentedSpool.Open(disk, s_small)) Assert.Equal(1, first.GetStats().DamagedRecords);
        await using var second = SegmentedSpool.Open(disk, s_small);
        Assert.Equal(1, second.GetStats().DamagedRecords);
    }

    [Fact]
    public async Task SegmentWithADamagedHeader_IsNotThrownAway()
    {
        var disk = new FaultyDirectory();
        var history = new SpoolHistory(4);
        await using (var spool = SegmentedSpool.Open(disk, s_small)) await history.RunAsync(spool, 20, 1000);
        disk.Flip("00000001.seg", 9);
        await using var again = SegmentedSpool.Open(disk, s_small);
        await history.AssertFoundAsync(again, Stop);
        Assert.Equal(1, again.GetStats().DamagedRecords);
    }

    [Fact]
    public async Task Acknowledged_IsThere_WhereverTheProcessEnds()
    {
        var steps = int.MaxValue;
        for (var stopAt = 1; stopAt < steps; stopAt += 7)
        {
            var disk = new FaultyDirectory { StopAtStep = stopAt };
            var history = new SpoolHistory(11);
            try
            {
                await using var spool = SegmentedSpool.Open(disk, s_small);
                await history.RunAsync(spool, 40, 150_000);
                steps = disk.Steps;
            }
            catch (IOException)
            {
                // The end of the process, as far as it is concerned.
            }

            foreach (var left in (FaultyDirectory[])[disk.AfterKill(), disk.AfterPowerCut(), disk.AfterPowerCut(losesNames: true)])
            {
                await using var again = SegmentedSpool.Open(left, s_small);
                await history.AssertFoundAsync(again, Stop);
            }
        }
    }

    [Fact]
    public async Task Orphan_IsDeleted()
    {
        var disk = new FaultyDirectory();
        disk.Create("00000009.idx", 100);
        await using var spool = SegmentedSpool.Open(disk, s_small);
        Assert.DoesNotContain("00000009.idx", disk.Names);
    }

    private static List<string> Summaries(FaultyDirectory disk) => [.. disk.Names.Where(name => name.EndsWith(SegmentSummary.Suffix, StringComparison.Ordinal))];
}
