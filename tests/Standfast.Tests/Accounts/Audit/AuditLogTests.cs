using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Standfast.Accounts.Audit;
using Standfast.Storage.Sqlite;
using Standfast.Tests.Storage;

namespace Standfast.Tests.Accounts.Audit;

public sealed class AuditLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Database => _folder.File("audit.db");

    private string Checkpoint => _folder.File("audit.head");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Entries_AreNumbered_Linked_AndStayAfterAReopen()
    {
        await FillAsync(3);
        using var log = Open();
        var fourth = await log.AppendAsync("admin", "account.add", "shop\r\nx", null, Stop);
        var entries = await log.TailAsync(2, Stop);
        Assert.Equal([3, 4], entries.Select(entry => entry.Number));
        Assert.Equal(fourth, entries[1]);
        Assert.Equal(entries[0].Hash, fourth.Previous);
        Assert.Equal("shop  x", fourth.Subject);
        var found = await log.VerifyAsync(Stop);
        Assert.Equal((4, 4), (found.Entries, found.Head.Number));
        Assert.Empty(found.Faults);
    }

    [Fact]
    public async Task Verification_EndsWhenItIsNotWantedAnyMore()
    {
        await FillAsync(3);
        using var log = Open();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => log.VerifyAsync(new CancellationToken(canceled: true)));
        Assert.Empty((await log.VerifyAsync(Stop)).Faults);
    }

    [Fact]
    public async Task Verification_FindsNothing_WhereEntriesAreAddedMeanwhile()
    {
        await FillAsync(50);
        using var log = Open();
        var verifications = Enumerable.Range(0, 4).Select(_ => log.VerifyAsync(Stop)).ToList();
        for (var index = 0; index < 20; index++) await log.AppendAsync("admin", "account.add", $"later{index}", null, Stop);
        foreach (var found in await Task.WhenAll(verifications))
        {
            Assert.Empty(found.Faults);
            Assert.InRange(found.Entries, 50, 70);
        }
    }

    [Fact]
    public void Hash_IsWhatTheDocumentationSays()
    {
        // Made with another program from the written description.
        var entry = AuditChain.Next(AuditHead.None, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), "admin", "account.add", "shop", null);
        Assert.Equal("979a24d52ca296429d14f4f8be1a6d487d7f0b4d62ee5825ec10c1b2732e4a4a", entry.Hash);
    }

    [Theory]
    [InlineData("UPDATE entries SET detail='reason 5!' WHERE number=5", 5, "does not match its hash")]
    [InlineData("UPDATE entries SET actor='nobody' WHERE number=1", 1, "does not match its hash")]
    [InlineData("UPDATE entries SET at=at+1 WHERE number=10", 10, "does not match its hash")]
    [InlineData("UPDATE entries SET at=9223372036854775807 WHERE number=4", 4, "does not match its hash")]
    [InlineData("UPDATE entries SET detail=NULL WHERE number=2", 2, "does not match its hash")]
    [InlineData("DELETE FROM entries WHERE number=4", 4, "entry 4 is missing")]
    [InlineData("DELETE FROM entries WHERE number BETWEEN 1 AND 3", 1, "entries 1 to 3 are missing")]
    [InlineData("UPDATE entries SET number=-number WHERE number IN (3,7); UPDATE entries SET number=7 WHERE number=-3; UPDATE entries SET number=3 WHERE number=-7", 3, "does not match its hash")]
    [InlineData("DELETE FROM entries WHERE number=5; UPDATE entries SET number=number-1 WHERE number>5", 5, "does not match its hash")]
    [InlineData("DELETE FROM entries WHERE number=10", 10, "entry 10 is missing")]
    [InlineData("DELETE FROM entries WHERE number>6", 7, "entries 7 to 10 are missing")]
    [InlineData("DELETE FROM entries", 1, "entries 1 to 10 are missing")]
    public async Task Tampering_IsFound_AtItsEntry(string sql, long number, string what)
    {
        await FillAsync(10);
        Tamper(sql);
        using (var log = Open()) await AssertFoundAsync(log, number, what);
        // What was written since does not hide it.
        using (var log = Open())
        {
            await log.AppendAsync("admin", "account.add", "later", null, Stop);
            await AssertFoundAsync(log, number, what);
        }
    }

    [Fact]
    public async Task EveryFlippedBit_IsFound()
    {
        await FillAsync(3);
        List<AuditEntry> entries;
        using (var log = Open()) entries = [.. await log.TailAsync(10, Stop)];
        var head = new AuditHead(3, entries[2].Hash);
        Assert.Empty(AuditChain.Verify(entries, head).Faults);
        var random = new Random(20260101);
        for (var round = 0; round < 500; round++)
        {
            var index = random.Next(3);
            var entry = entries[index];
            var changed = random.Next(5) switch
            {
                0 => entry with { Actor = Flip(entry.Actor, random) },
                1 => entry with { Subject = Flip(entry.Subject, random) },
                2 => entry with { Detail = Flip(entry.Detail!, random) },
                3 => entry with { At = new DateTimeOffset(entry.At.Ticks ^ (1L << random.Next(50)), TimeSpan.Zero) },
                _ => entry with { Hash = Flip(entry.Hash, random) },
            };
            List<AuditEntry> tampered = [.. entries];
            tampered[index] = changed;
            Assert.Contains(AuditChain.Verify(tampered, head).Faults, fault => fault.Number == index + 1);
        }
    }

    [Fact]
    public async Task CutOffEnd_IsFoundByTheCheckpoint()
    {
        await FillAsync(5);
        using var log = Open();
        var entries = await log.TailAsync(10, Stop);
        var fault = Assert.Single(AuditChain.Verify(entries.Take(3), new AuditHead(5, entries[4].Hash)).Faults);
        Assert.Equal((4, "entries 4 to 5 are missing: the log was cut off"), (fault.Number, fault.What));
    }

    [Fact]
    public async Task Rewriting_FromOneEntryOn_IsFoundByTheCheckpoint()
    {
        await FillAsync(5);
        List<AuditEntry> entries;
        using (var log = Open()) entries = [.. await log.TailAsync(10, Stop)];
        var checkpoint = new AuditHead(5, entries[4].Hash);
        entries[2] = AuditChain.Next(new AuditHead(2, entries[1].Hash), entries[2].At, "admin", "nothing", "happened", null);
        for (var index = 3; index < 5; index++) entries[index] = AuditChain.Next(new AuditHead(index, entries[index - 1].Hash), entries[index].At, entries[index].Actor, entries[index].Action, entries[index].Subject, entries[index].Detail);
        var fault = Assert.Single(AuditChain.Verify(entries, checkpoint).Faults);
        Assert.Contains("not the one that the checkpoint names", fault.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MissingCheckpoint_IsFound_AlsoAfterItIsThereAgain()
    {
        await FillAsync(4);
        File.Delete(Checkpoint);
        using var log = Open();
        await AssertFoundAsync(log, 5, "the checkpoint was missing");
    }

    [Fact]
    public async Task CrashBetweenEntryAndCheckpoint_IsNoFault()
    {
        await FillAsync(4);
        var before = await File.ReadAllTextAsync(Checkpoint, Stop);
        using (var log = Open()) await log.AppendAsync("admin", "account.add", "late", null, Stop);
        await File.WriteAllTextAsync(Checkpoint, before, Stop);
        using (var log = Open())
        {
            await log.AppendAsync("admin", "account.add", "later", null, Stop);
            Assert.Equal((6, 0), ((int)(await log.VerifyAsync(Stop)).Entries, (await log.VerifyAsync(Stop)).Faults.Count));
        }
    }

    private static string Flip(string text, Random random)
    {
        var characters = new StringBuilder(text);
        var index = random.Next(text.Length);
        characters[index] ^= (char)(1 << random.Next(5));
        return characters.ToString();
    }

    private static async Task AssertFoundAsync(SqliteAuditLog log, long number, string what)
    {
        var first = (await log.VerifyAsync(Stop)).Faults.MinBy(fault => fault.Number)!;
        Assert.Equal(number, first.Number);
        Assert.Contains(what, first.What, StringComparison.Ordinal);
    }

    private SqliteAuditLog Open() => SqliteAuditLog.Open(_folder.Path, _time);

    private async Task FillAsync(int count)
    {
        using var log = Open();
        for (var number = 1; number <= count; number++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            await log.AppendAsync("admin", "credential.revoke", $"shop-{number}", $"reason {number}", Stop);
        }
    }

    private void Tamper(string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Database, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Texts of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
