using Microsoft.Extensions.Time.Testing;
using Standfast.Mail;
using Standfast.Queue;
using Standfast.Storage.Files;
using Standfast.Storage.Spool;

namespace Standfast.Tests.Storage;

/// <summary>A disk without room: messages are refused, results of accepted mail are written, and all goes on by itself.</summary>
public sealed class SpoolSpaceTests
{
    private const int Segment = 1024 * 1024;

    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly SpoolOptions s_options = new() { SegmentBytes = Segment, ReserveBytes = Segment, MinFreeBytes = 0, MinFreeInodes = 0 };

    private readonly FakeTimeProvider _time = new(s_now);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(999, 1_000, "999 octets free")]
    [InlineData(1_000, 9, "9 inodes free")]
    public async Task BelowAFloor_TakesNoNewMail_UntilThereIsMoreThanTheFloor(long bytes, long inodes, string reason)
    {
        var disk = new FaultyDirectory();
        await using var spool = SegmentedSpool.Open(disk, new SpoolOptions { SegmentBytes = Segment, MinFreeBytes = 1_000, MinFreeInodes = 10 }, _time);
        Assert.Null(spool.Shortage);
        (disk.FreeBytes, disk.FreeInodes) = (bytes, inodes);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains(reason, spool.Shortage, StringComparison.Ordinal);
        (disk.FreeBytes, disk.FreeInodes) = (1_000, 10);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(spool.Shortage);
        (disk.FreeBytes, disk.FreeInodes) = (2_000, 20);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(spool.Shortage);
    }

    [Fact]
    public async Task NoRoomForTheNextSegment_RefusesMessages_AndWritesStates_UntilThereIsSpace()
    {
        var disk = new FaultyDirectory { FreeBytes = 2 * Segment };
        await using var spool = SegmentedSpool.Open(disk, s_options, _time);
        var accepted = await FillAsync(spool, 1);
        Assert.Contains("no room for its next segment", spool.Shortage, StringComparison.Ordinal);
        Assert.Null(spool.Failure);
        await Assert.ThrowsAsync<SpoolFullException>(() => CommitAsync(spool, 90));
        for (var number = 1; number <= accepted; number++) await EndAsync(spool, number);
        await CommitAsync(spool, 91, fromReserve: true);

        disk.FreeBytes = 2 * Segment;
        await UntilRoomAsync(spool);
        await CommitAsync(spool, 92);
        await using var again = SegmentedSpool.Open(disk.AfterPowerCut(), s_options, _time);
        Assert.Equal([Id(91), Id(92)], again.Recovered.Select(message => message.Id));
    }

    [Fact]
    public async Task ReserveUsedUp_KeepsStatesWaiting_UntilThereIsSpace()
    {
        var disk = new FaultyDirectory { FreeBytes = 2 * Segment };
        await using var spool = SegmentedSpool.Open(disk, s_options, _time);
        await FillAsync(spool, 1);
        var facts = new byte[200_000];
        var states = Enumerable.Range(0, 8).Select(_ => spool.WriteStateAsync(Id(1), new[] { new RecipientState(RecipientStatus.Queued, 1, s_now) }, facts, canWait: false, Stop)).ToArray();
        await Assert.ThrowsAsync<TimeoutException>(() => Task.WhenAll(states).WaitAsync(TimeSpan.FromMilliseconds(200), Stop));
        Assert.Null(spool.Failure);
        disk.FreeBytes = 3 * Segment;
        await UntilRoomAsync(spool);
        await Task.WhenAll(states).WaitAsync(TimeSpan.FromSeconds(10), Stop);
    }

    [Fact]
    public async Task WriteWithoutRoom_IsRepeatedAsItWas_WhenThereIsSpace()
    {
        var disk = new FaultyDirectory();
        await using var spool = SegmentedSpool.Open(disk, s_options, _time);
        await CommitAsync(spool, 1);
        disk.IsFullForWrites = true;
        var waiting = EndAsync(spool, 1);
        await Assert.ThrowsAsync<TimeoutException>(() => waiting.WaitAsync(TimeSpan.FromMilliseconds(200), Stop));
        Assert.NotNull(spool.Shortage);
        disk.IsFullForWrites = false;
        await UntilRoomAsync(spool);
        await waiting.WaitAsync(TimeSpan.FromSeconds(10), Stop);
        await using var again = SegmentedSpool.Open(disk.AfterPowerCut(), s_options, _time);
        Assert.Empty(again.Recovered);
    }

    [Fact]
    public async Task Close_EndsWhatWaitsForSpace()
    {
        var disk = new FaultyDirectory();
        var spool = SegmentedSpool.Open(disk, s_options, _time);
        await CommitAsync(spool, 1);
        disk.IsFullForWrites = true;
        var waiting = EndAsync(spool, 1);
        await spool.DisposeAsync();
        await Assert.ThrowsAnyAsync<IOException>(() => waiting);
    }

    [Fact]
    public async Task StartOnAFullDisk_RecordsResults_AndTakesNoMail()
    {
        var disk = new FaultyDirectory();
        await using (var spool = SegmentedSpool.Open(disk, s_options, _time)) await CommitAsync(spool, 1);
        var full = disk.AfterPowerCut();
        full.FreeBytes = 0;
        await using (var again = SegmentedSpool.Open(full, s_options, _time))
        {
            Assert.Single(again.Recovered);
            await Assert.ThrowsAsync<SpoolFullException>(() => CommitAsync(again, 2));
            await EndAsync(again, 1);
        }

        await using var last = SegmentedSpool.Open(full.AfterPowerCut(), s_options, _time);
        Assert.Empty(last.Recovered);
    }

    [Fact]
    public void PosixDirectory_SaysItsSpaceAndFileSystem()
    {
        using var folder = new TemporaryFolder();
        using var directory = new PosixSpoolDirectory(folder.File("spool"));
        var space = directory.GetSpace();
        Assert.InRange(space.FreeBytes, new DriveInfo(folder.Path).AvailableFreeSpace * 9 / 10, new DriveInfo(folder.Path).TotalSize);
        Assert.True(space.FreeInodes > 0);
        Assert.NotEmpty(directory.FileSystem.Name);
        Assert.Throws<DirectoryInUseException>(() => new PosixSpoolDirectory(folder.File("spool")));
    }

    [Theory]
    [InlineData(0x01021994, "tmpfs", "persistent")]
    [InlineData(0x794C7630, "overlay", "persistent")]
    [InlineData(0x6969, "nfs", "local disk")]
    public void FileSystem_IsNoHomeForMail_WhereItForgetsOrIsFar(long magic, string name, string advice)
    {
        var kind = FileSystemKind.Of(magic);
        Assert.Equal(name, kind.Name);
        Assert.Contains(advice, kind.Concern, StringComparison.Ordinal);
        Assert.Null(FileSystemKind.Of(0xEF53).Concern);
    }

    private static SpoolId Id(int number) => new((UInt128)number);

    private static async Task CommitAsync(SegmentedSpool spool, int number, bool fromReserve = false)
    {
        await using var writer = spool.BeginMessage(Id(number), fromReserve);
        await writer.WriteAsync(new byte[100_000], Stop);
        await writer.CommitAsync(new Envelope(Id(number), ReversePath.Null, s_now, [EmailAddress.Parse("a@example.net")]), default, default, Stop);
    }

    private static Task<long> EndAsync(SegmentedSpool spool, int number) =>
        spool.WriteStateAsync(Id(number), new[] { new RecipientState(RecipientStatus.Delivered, 1, s_now) }, default, canWait: false, Stop);

    /// <returns>The last message that was taken.</returns>
    private static async Task<int> FillAsync(SegmentedSpool spool, int first)
    {
        for (var number = first; ; number++)
        {
            try
            {
                await CommitAsync(spool, number);
            }
            catch (SpoolFullException)
            {
                return number - 1;
            }
        }
    }

    private async Task UntilRoomAsync(SegmentedSpool spool)
    {
        for (var round = 0; spool.Shortage is not null; round++)
        {
            Assert.True(round < 1_000);
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(5, Stop);
        }
    }
}
