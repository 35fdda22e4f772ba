namespace Standfast.Tests.Storage.Crash;

/// <summary>A power cut behind each operation of the disk, with every kind of loss: what was acknowledged is there.</summary>
public sealed class CrashStateTests
{
    private const int Steps = 25;

    /// <summary>One state in so many is cut again while it is being recovered.</summary>
    private const int NestedShare = 100;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Promises_AreKept_AfterAPowerCutAnywhere(int seed)
    {
        var disk = new RecordingDirectory();
        var life = new SpoolLife(disk, seed);
        await life.RunAsync(Steps);
        Assert.False(life.HasFailed);
        Assert.True(life.Accepted > Steps / 2);
        var states = 0;
        foreach (var (after, files) in new CrashStates(disk, seed).Enumerate(randomStates: 4))
        {
            await AssertKeptAsync(life, files, after, $"seed {seed}, state {states} behind operation {after}: {disk.Operations.ElementAtOrDefault(after - 1)?.GetType().Name}", isNested: ++states % NestedShare == 0);
        }

        Assert.InRange(states, 300, 5_000);
    }

    private static async Task AssertKeptAsync(SpoolLife life, Dictionary<string, byte[]> files, int after, string where, bool isNested)
    {
        var disk = new RecordingDirectory(files);
        try
        {
            await using (var spool = SpoolLife.Open(disk)) await life.AssertKeptAsync(spool, after);
            if (!isNested) return;
            foreach (var (_, again) in new CrashStates(disk, after).Enumerate(randomStates: 1))
            {
                await using var spool = SpoolLife.Open(new RecordingDirectory(again));
                await life.AssertKeptAsync(spool, after);
            }
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException(where, exception);
        }
    }
}
