using Standfast.Events;
using Standfast.Mail;
using Standfast.Queue;
using Standfast.Storage.Backup;
using Standfast.Storage.Files;
using Standfast.Storage.Spool;
using Standfast.Storage.Sqlite;

namespace Standfast.Tests.Storage;

public sealed class SpoolBackupTests : IDisposable
{
    private static readonly SpoolOptions s_small = new() { SegmentBytes = 1024 * 1024, ReserveBytes = 0, MinFreeBytes = 0, MinFreeInodes = 0 };

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Data => _folder.File("data");

    private string Backup => _folder.File("backup");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Backup_HoldsAllThatWasAcknowledged_WhileMailComesAndGoes()
    {
        var (before, after) = (new SpoolHistory(1), new SpoolHistory(2, firstNumber: 1_000_000));
        SpoolBackup made;
        await using (var spool = Open(Data))
        {
            await before.RunAsync(spool, 300, 400_000);
            var further = after.RunAsync(spool, 300, 400_000);
            made = await new SpoolMaintenance(spool, TimeProvider.System).BackupAsync(Backup, Stop);
            await further;
        }

        Assert.True(made.Content.IsSound);
        Assert.True(made.Content.Undone >= before.Undone.Count());
        var restored = await RestoreAsync(send: true, into: _folder.File("fresh"));
        Assert.Equal(made.Content.Undone, restored.Messages);
        await using var again = Open(_folder.File("fresh"));
        await before.AssertFoundAsync(again, Stop);
    }

    [Fact]
    public async Task Segments_AreKept_WhileTheyAreRead()
    {
        await using var spool = Open(Data);
        long last = 0;
        for (var number = 1; number <= 40; number++)
        {
            await AcceptAsync(spool, number);
            last = await EndAsync(spool, number);
        }

        var before = Directory.GetFiles(Path.Combine(Data, "spool"), "*.seg").Length;
        using (spool.Freeze())
        {
            spool.EventsDurableThrough(last);
            Assert.Equal(before, Directory.GetFiles(Path.Combine(Data, "spool"), "*.seg").Length);
        }

        spool.EventsDurableThrough(last);
        Assert.True(Directory.GetFiles(Path.Combine(Data, "spool"), "*.seg").Length < before);
    }

    [Fact]
    public async Task Backup_IsRefused_WhereSomethingIs()
    {
        Directory.CreateDirectory(Backup);
        await File.WriteAllTextAsync(Path.Combine(Backup, "precious"), "", Stop);
        await using var spool = Open(Data);
        await Assert.ThrowsAsync<FolderNotEmptyException>(() => new SpoolMaintenance(spool, TimeProvider.System).BackupAsync(Backup, Stop));
        Assert.Single(Directory.GetFiles(Backup));
    }

    [Fact]
    public async Task Backup_LeavesNothing_WhenItIsCancelled()
    {
        await using var spool = Open(Data);
        await AcceptAsync(spool, 1);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new SpoolMaintenance(spool, TimeProvider.System).BackupAsync(Backup, new CancellationToken(canceled: true)));
        Assert.Throws<OperationCanceledException>(() =>
        {
            using var snapshot = spool.Freeze();
            BackupWriter.Write(snapshot.Segments, Backup, SpoolHistory.Now, new CancellationToken(canceled: true));
        });
        Assert.False(Directory.Exists(Backup));
    }

    [Fact]
    public async Task Restore_HoldsWhatIsUndone_AndSaysSo()
    {
        await BackUpAsync(messages: 2);
        var restored = await RestoreAsync(send: false);
        Assert.Equal((2, 2, 0, 0), (restored.Messages, restored.Held, restored.Queued, restored.Ended));
        await using var spool = Open(Data);
        Assert.All(spool.Recovered, message => Assert.Equal(DateTimeOffset.MaxValue, message.NextDue));
        var facts = spool.ReplayEvents(-1).SelectMany(entry => EventCodec.TryRead(entry.Events.Span, out var read) ? read : []).ToList();
        Assert.Equal(2, facts.Count(fact => fact.Kind == MailEventKind.Held && fact.Detail!.Contains("may have been delivered since", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Restore_LeavesWhatIsUndoneQueued_WhenToldTo()
    {
        await BackUpAsync(messages: 2);
        var restored = await RestoreAsync(send: true);
        Assert.Equal((2, 0, 2), (restored.Messages, restored.Held, restored.Queued));
        await using var spool = Open(Data);
        Assert.All(spool.Recovered, message => Assert.NotEqual(DateTimeOffset.MaxValue, message.NextDue));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Restore_EndsWhatTheEventLogSaysWasDelivered_AndWritesBehindIt(bool send)
    {
        await BackUpAsync(messages: 2);
        var lastPosition = new SpoolPosition(40, 4_000).Value;
        Directory.CreateDirectory(Data);
        await using (var events = SqliteEventLog.Open(Path.Combine(Data, "events.db")))
            events.Append([new MailEvent(Id(1), SpoolHistory.Now, MailEventKind.Delivered) { Recipient = "you@example.net" }], lastPosition);
        var restored = await RestoreAsync(send);
        Assert.Equal((1, 1), (restored.Ended, restored.Held + restored.Queued));
        await using var spool = Open(Data);
        Assert.Equal([Id(2)], spool.Recovered.Select(message => message.Id));
        await AcceptAsync(spool, 3);
        Assert.True(await EndAsync(spool, 3) > lastPosition);
    }

    [Fact]
    public async Task Restore_IsRefused_WhereMailIsUndone()
    {
        await BackUpAsync(messages: 1);
        await using (var spool = Open(Data)) await AcceptAsync(spool, 9);
        await Assert.ThrowsAsync<FolderNotEmptyException>(() => RestoreAsync(send: false));
        await using var still = Open(Data);
        Assert.Equal([Id(9)], still.Recovered.Select(message => message.Id));
    }

    [Fact]
    public async Task Restore_KeepsTheSpoolThatWasThere()
    {
        await BackUpAsync(messages: 1);
        await using (var spool = Open(Data))
        {
            await AcceptAsync(spool, 9);
            await EndAsync(spool, 9);
        }

        var restored = await RestoreAsync(send: false);
        Assert.NotNull(restored.ReplacedFolder);
        Assert.Contains(Directory.GetFiles(restored.ReplacedFolder!), file => file.EndsWith(".seg", StringComparison.Ordinal));
        await using var now = Open(Data);
        Assert.Equal([Id(1)], now.Recovered.Select(message => message.Id));
    }

    [Fact]
    public async Task Restore_IsRefused_WhileTheSpoolIsInUse()
    {
        await BackUpAsync(messages: 1);
        await using var spool = Open(Data);
        await Assert.ThrowsAsync<DirectoryInUseException>(() => RestoreAsync(send: false));
    }

    [Theory]
    [InlineData("flip", "is not as it was backed up")]
    [InlineData("shorten", "is not as it was backed up")]
    [InlineData("delete", "is missing")]
    [InlineData("manifest", "backup.json is missing")]
    [InlineData("garble", "cannot be read")]
    public async Task Restore_ChangesNothing_WhenTheBackupIsNotWhole(string damage, string reason)
    {
        await BackUpAsync(messages: 1);
        var segment = Directory.GetFiles(Backup, "*.seg")[0];
        var manifest = Path.Combine(Backup, "backup.json");
        var bytes = await File.ReadAllBytesAsync(segment, Stop);
        switch (damage)
        {
            case "flip":
                bytes[^20] ^= 1;
                await File.WriteAllBytesAsync(segment, bytes, Stop);
                break;
            case "shorten":
                await File.WriteAllBytesAsync(segment, bytes[..^8], Stop);
                break;
            case "delete":
                File.Delete(segment);
                break;
            case "manifest":
                File.Delete(manifest);
                break;
            default:
                await File.WriteAllTextAsync(manifest, "{\"format\":", Stop);
                break;
        }

        var refusal = await Assert.ThrowsAsync<BackupException>(() => RestoreAsync(send: false));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public async Task Restore_RefusesANewerBackup()
    {
        await BackUpAsync(messages: 1);
        var manifest = Path.Combine(Backup, "backup.json");
        await File.WriteAllTextAsync(manifest, (await File.ReadAllTextAsync(manifest, Stop)).Replace("\"format\": 1", "\"format\": 2", StringComparison.Ordinal), Stop);
        await Assert.ThrowsAsync<NewerFormatException>(() => RestoreAsync(send: false));
    }

    [Fact]
    public async Task Damage_IsCopied_AndReported()
    {
        await using (var spool = Open(Data))
            for (var number = 1; number <= 3; number++)
                await AcceptAsync(spool, number);
        var segment = Directory.GetFiles(Path.Combine(Data, "spool"), "*.seg").Order(StringComparer.Ordinal).First();
        await using (var file = new FileStream(segment, FileMode.Open, FileAccess.ReadWrite))
        {
            file.Position = 200;
            file.WriteByte(0xFF);
        }

        using var directory = new PosixSpoolDirectory(Path.Combine(Data, "spool"));
        Assert.Equal((1, 2), (SpoolVerifier.Run(directory).DamagedRanges, SpoolVerifier.Run(directory).Undone));
        Assert.Equal(1, BackupWriter.Write(directory, Backup, SpoolHistory.Now).Content.DamagedRanges);
    }

    private static SpoolId Id(int number) => new((UInt128)(ulong)number << 80);

    private static SegmentedSpool Open(string data) => SegmentedSpool.Open(new PosixSpoolDirectory(Path.Combine(data, "spool")), s_small);

    private static async Task AcceptAsync(SegmentedSpool spool, int number)
    {
        await using var writer = spool.BeginMessage(Id(number), fromReserve: false);
        await writer.WriteAsync(new byte[100_000], Stop);
        await writer.CommitAsync(new Envelope(Id(number), ReversePath.Null, SpoolHistory.Now, [EmailAddress.Parse("you@example.net")]), default, default, Stop);
    }

    private static Task<long> EndAsync(SegmentedSpool spool, int number) =>
        spool.WriteStateAsync(Id(number), new[] { new RecipientState(RecipientStatus.Delivered, 1, SpoolHistory.Now) }, default, canWait: false, Stop);

    /// <summary>A backup of so many undone messages, made with no server running; the folder that it was made of is gone.</summary>
    private async Task BackUpAsync(int messages)
    {
        var origin = _folder.File("origin");
        await using (var spool = Open(origin))
            for (var number = 1; number <= messages; number++)
                await AcceptAsync(spool, number);
        using (var directory = new PosixSpoolDirectory(Path.Combine(origin, "spool"))) BackupWriter.Write(directory, Backup, SpoolHistory.Now);
        Directory.Delete(origin, recursive: true);
    }

    private Task<RestoredSpool> RestoreAsync(bool send, string? into = null) => SpoolRestore.RunAsync(Backup, into ?? Data, send, TimeProvider.System, Stop);
}
