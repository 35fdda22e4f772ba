using Standfast.Mail;
using Standfast.Queue;
using Standfast.Storage.Files;
using Standfast.Storage.Spool;

namespace Standfast.Tests.Storage;

public sealed class SegmentedSpoolTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly SpoolOptions s_small = new() { SegmentBytes = 1024 * 1024 };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(10)]
    [InlineData(5_000)]
    [InlineData(900_000)]
    public async Task Committed_IsThereWhole_AfterAPowerCut(int size)
    {
        var disk = new FaultyDirectory();
        var content = Content(size);
        await using (var spool = SegmentedSpool.Open(disk, s_small)) await CommitAsync(spool, 1, content);
        await using var again = SegmentedSpool.Open(disk.AfterPowerCut(), s_small);
        Assert.Equal(Id(1), Assert.Single(again.Recovered).Id);
        Assert.Equal(content, await ReadAsync(again, 1));
    }

    [Fact]
    public async Task Spool_Opens_WhenTheChunksOfADoneMessageWentBeforeItsRecord()
    {
        var disk = new FaultyDirectory();
        await using (var spool = SegmentedSpool.Open(disk, s_small))
        {
            await CommitAsync(spool, 1, Content(3_000_000));
            var done = await spool.WriteStateAsync(Id(1), new[] { new RecipientState(RecipientStatus.Delivered, 1, s_now) }, default, canWait: false, Stop);
            await CommitAsync(spool, 2, Content(100));
            spool.EventsDurableThrough(done);
        }

        await using var again = SegmentedSpool.Open(disk.AfterPowerCut(), s_small);
        Assert.Equal([Id(2)], again.Recovered.Select(message => message.Id));
    }

    [Fact]
    public async Task SyncFailure_WithholdsTheCommit_AndEveryLaterOne()
    {
        var disk = new FaultyDirectory();
        await using var spool = SegmentedSpool.Open(disk, s_small);
        await CommitAsync(spool, 1, Content(100));
        disk.FailSyncFrom = disk.Syncs + 1;
        await Assert.ThrowsAsync<SpoolFailedException>(() => CommitAsync(spool, 2, Content(100)));
        disk.FailSyncFrom = int.MaxValue;
        await Assert.ThrowsAsync<SpoolFailedException>(() => CommitAsync(spool, 3, Content(100)));
        Assert.NotNull(spool.Failure);
        await using var again = SegmentedSpool.Open(disk.AfterPowerCut(), s_small);
        Assert.Equal([Id(1)], again.Recovered.Select(message => message.Id));
    }

    [Fact]
    public async Task Done_StaysDone_AndItsSegmentsGo()
    {
        var disk = new FaultyDirectory();
        await using (var spool = SegmentedSpool.Open(disk, s_small))
        {
            long last = 0;
            for (var number = 1; number <= 60; number++)
            {
                await CommitAsync(spool, number, Content(100_000));
                if (number != 30) last = await spool.WriteStateAsync(Id(number), new[] { new RecipientState(RecipientStatus.Delivered, 1, s_now) }, default, canWait: false, Stop);
            }

            var before = disk.Names.Count;
            spool.EventsDurableThrough(last);
            Assert.True(disk.Names.Count < before);
        }

        await using var again = SegmentedSpool.Open(disk.AfterPowerCut(), s_small);
        Assert.Equal([Id(30)], again.Recovered.Select(message => message.Id));
        Assert.Equal(Content(100_000), await ReadAsync(again, 30));
    }

    [Fact]
    public async Task States_AreTheNewest_AfterARestart()
    {
        var disk = new FaultyDirectory();
        await using (var spool = SegmentedSpool.Open(disk, s_small))
        {
            await CommitAsync(spool, 1, Content(10));
            await spool.WriteStateAsync(Id(1), new[] { new RecipientState(RecipientStatus.Queued, 1, s_now.AddMinutes(1)) }, default, canWait: false, Stop);
            await spool.WriteStateAsync(Id(1), new[] { new RecipientState(RecipientStatus.Queued, 2, s_now.AddMinutes(9)) }, default, canWait: false, Stop);
        }

        await using var again = SegmentedSpool.Open(disk.AfterPowerCut(), s_small);
        Assert.Equal(s_now.AddMinutes(9), Assert.Single(again.Recovered).NextDue);
        Assert.Equal(2, (await again.ReadAsync(Id(1), Stop))!.States[0].Attempts);
    }

    [Fact]
    public async Task DamagedRecord_IsSetAside_AndTheOthersLive()
    {
        var disk = new FaultyDirectory();
        long second;
        await using (var spool = SegmentedSpool.Open(disk, s_small))
        {
            await CommitAsync(spool, 1, Content(1000));
            second = (await CommitAsync(spool, 2, Content(1000))).Position & uint.MaxValue;
            await CommitAsync(spool, 3, Content(1000));
        }

        disk.Flip("00000001.seg", second + 500);
        await using var again = SegmentedSpool.Open(disk, s_small);
        Assert.Equal([Id(1), Id(3)], again.Recovered.Select(message => message.Id));
        Assert.Equal(1, again.GetStats().DamagedRecords);
        Assert.Contains(disk.Names, name => name.StartsWith("quarantine-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task TornTail_IsNotDamage()
    {
        var disk = new FaultyDirectory();
        long second;
        await using (var spool = SegmentedSpool.Open(disk, s_small))
        {
            await CommitAsync(spool, 1, Content(1000));
            second = (await CommitAsync(spool, 2, Content(1000))).Position & uint.MaxValue;
        }

        disk.Flip("00000001.seg", second + 500);
        await using var again = SegmentedSpool.Open(disk, s_small);
        Assert.Equal([Id(1)], again.Recovered.Select(message => message.Id));
        Assert.Equal(0, again.GetStats().DamagedRecords);
    }

    [Fact]
    public async Task Parallel_CommitsShareSyncs_OnARealDisk()
    {
        var path = Directory.CreateTempSubdirectory("standfast-spool-").FullName;
        try
        {
            await using (var spool = SegmentedSpool.Open(new PosixSpoolDirectory(path), s_small))
            {
                await Task.WhenAll(Enumerable.Range(1, 500).Select(number => Task.Run(() => CommitAsync(spool, number, Content(4096)), Stop)));
                Assert.True(spool.GetStats().Syncs < 500);
                Assert.Throws<DirectoryInUseException>(() => new PosixSpoolDirectory(path));
            }

            await using var again = SegmentedSpool.Open(new PosixSpoolDirectory(path), s_small);
            Assert.Equal(500, again.Recovered.Count());
        }
        finally
        {
            Directory.Delete(path, recursive: true);
        }
    }

    [Fact]
    public async Task Content_LeavesTheRam_OnceItWasTried()
    {
        await using var spool = SegmentedSpool.Open(new FaultyDirectory(), s_small);
        var committed = await CommitAsync(spool, 1, Content(10_000));
        Assert.Equal(10_000, committed.Content.InMemory.Length);
        Assert.InRange(spool.ContentBytesInMemory, 10_000, 13_000);
        await spool.WriteStateAsync(Id(1), new[] { new RecipientState(RecipientStatus.Queued, 1, s_now) }, default, canWait: false, Stop);
        Assert.Equal((0, 0), (committed.Content.InMemory.Length, spool.ContentBytesInMemory));
        Assert.Equal(Content(10_000), await ReadAsync(spool, 1));
    }

    [Fact]
    public async Task Content_OfTheOldest_LeavesTheRam_WhenItIsFull()
    {
        await using var spool = SegmentedSpool.Open(new FaultyDirectory(), new SpoolOptions { SegmentBytes = 1024 * 1024, ContentMemoryBytes = 25_000 });
        var kept = new List<IMessageContent>();
        for (var number = 1; number <= 4; number++) kept.Add((await CommitAsync(spool, number, Content(10_000))).Content);
        Assert.Equal([0, 0, 10_000, 10_000], kept.Select(content => content.InMemory.Length));
    }

    private static SpoolId Id(int number) => new((UInt128)number);

    private static byte[] Content(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return bytes;
    }

    private static async Task<CommittedMessage> CommitAsync(SegmentedSpool spool, int number, byte[] content)
    {
        await using var writer = spool.BeginMessage(Id(number), fromReserve: false);
        foreach (var piece in content.Chunk(50_000)) await writer.WriteAsync(piece, Stop);
        var envelope = new Envelope(Id(number), ReversePath.Null, s_now, [EmailAddress.Parse("a@example.net")]);
        return await writer.CommitAsync(envelope, ReadOnlyMemory<byte>.Empty, ReadOnlyMemory<byte>.Empty, Stop);
    }

    private static async Task<byte[]> ReadAsync(SegmentedSpool spool, int number)
    {
        var stored = await spool.ReadAsync(Id(number), Stop);
        var bytes = new List<byte>();
        await foreach (var piece in stored!.Content.ReadAsync(Stop)) bytes.AddRange(piece.Span);
        return [.. bytes];
    }
}
