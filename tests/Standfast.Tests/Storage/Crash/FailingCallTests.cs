namespace Standfast.Tests.Storage.Crash;

/// <summary>The first call of the disk fails, then the second one, and so on until a whole life goes by without: what was acknowledged is there.</summary>
public sealed class FailingCallTests
{
    private const int Seed = 5;
    private const int Steps = 15;

    /// <summary>More calls than a life has.</summary>
    private const int TooMany = 20_000;

    [Fact]
    public async Task NoPromiseIsBroken_WhenAnyCallFails()
    {
        var (failed, call) = (0, 0);
        while (true)
        {
            Assert.True(++call < TooMany);
            var disk = new RecordingDirectory { FailCall = call };
            var life = new SpoolLife(disk, Seed);
            await life.RunAsync(Steps);
            if (!disk.HasFailed) break;
            if (life.HasFailed) failed++;
            await AssertKeptAsync(life, disk, $"EIO at call {call}");
        }

        // Of what fails, most ends the spool; a summary or a look at the reserve does not.
        Assert.InRange(failed, call / 3, call);
    }

    [Fact]
    public async Task NothingIsLost_AndAllGoesOn_WhenTheDiskIsFullAtAnyCall()
    {
        var call = 0;
        while (true)
        {
            Assert.True(++call < TooMany);
            var disk = new RecordingDirectory { FailCall = call, IsFull = true };
            var life = new SpoolLife(disk, Seed);
            await life.RunAsync(Steps);
            if (!disk.HasFailed) break;
            await AssertKeptAsync(life, disk, $"ENOSPC at call {call}");
        }

        Assert.True(call > Steps);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Recovery_SaysSo_OrIsWhole_WhenAnyOfItsCallsFails(bool isFull)
    {
        var disk = new RecordingDirectory();
        var life = new SpoolLife(disk, Seed);
        await life.RunAsync(Steps);
        var after = disk.Operations.Count;
        var crashed = disk.ReadAll();
        var (refused, call) = (0, 0);
        while (true)
        {
            Assert.True(++call < TooMany);
            var again = new RecordingDirectory(crashed) { FailCall = call, IsFull = isFull };
            try
            {
                await using var spool = SpoolLife.Open(again);
                if (!again.HasFailed) break;
            }
            catch (IOException)
            {
                refused++;
            }

            again.FailCall = 0;
            await AssertKeptAsync(life, again, after, $"{(isFull ? "ENOSPC" : "EIO")} at call {call} of recovery");
        }

        Assert.InRange(refused, 1, call);
    }

    private static Task AssertKeptAsync(SpoolLife life, RecordingDirectory disk, string where) => AssertKeptAsync(life, disk, disk.Operations.Count, where);

    private static async Task AssertKeptAsync(SpoolLife life, RecordingDirectory disk, int after, string where)
    {
        try
        {
            // The process was ended, or power was lost.
            foreach (var files in (Dictionary<string, byte[]>[])[disk.ReadAll(), new CrashStates(disk, after).LoseAll()])
            {
                await using var spool = SpoolLife.Open(new RecordingDirectory(files));
                await life.AssertKeptAsync(spool, after);
            }

            // The next process finds what only the page cache holds. What it believes must outlive a power cut: it acts on it.
            disk.FailCall = 0;
            IReadOnlyList<string> believed;
            await using (var spool = SpoolLife.Open(disk))
            {
                var operations = disk.Operations.Count;
                believed = await SpoolLife.DescribeAsync(spool);
                Assert.Equal(operations, disk.Operations.Count);
            }

            await using var again = SpoolLife.Open(new RecordingDirectory(new CrashStates(disk, after).LoseAll()));
            Assert.Equal(believed, await SpoolLife.DescribeAsync(again));
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException(where, exception);
        }
    }
}
