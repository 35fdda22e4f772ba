using Microsoft.Data.Sqlite;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Storage.Sqlite;

namespace Standfast.Tests.Storage;

public sealed class SqliteEventLogDurabilityTests : IDisposable
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly EventQuery s_newest = new(null, null, null, 100);

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string FilePath => _folder.File("events.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ForMessage_GivesItsFactsOldestFirst_AndNobodyElses()
    {
        await using var log = SqliteEventLog.Open(FilePath);
        MailEvent[] mine = [Fact(1, MailEventKind.Accepted), Fact(1, MailEventKind.Deferred) with { Detail = "451", Attempt = new AttemptDetail(1, "mx", "192.0.2.1:25", null, "rcpt") }, Fact(1, MailEventKind.Delivered)];
        log.Append([mine[0], Fact(2, MailEventKind.Accepted)], 10);
        log.Append([mine[1]], 20);
        log.Append([Fact(2, MailEventKind.Bounced), mine[2]], 30);
        Assert.Equal(mine, await log.ForMessageAsync(new SpoolId(1), Stop));
        Assert.Empty(await log.ForMessageAsync(new SpoolId(3), Stop));
    }

    [Fact]
    public async Task Everything_IsThereAfterAReopen()
    {
        await using (var log = SqliteEventLog.Open(FilePath))
        {
            Assert.Equal(0, log.AppliedPosition);
            log.Append([Fact(1, MailEventKind.Accepted), Fact(1, MailEventKind.Delivered)], 70);
            // Records written side by side report in any order; the position never goes back.
            log.Append([Fact(2, MailEventKind.Accepted)], 60);
        }

        await using var again = SqliteEventLog.Open(FilePath);
        Assert.Equal(70, again.AppliedPosition);
        Assert.Equal([2, 1, 1], await NumbersAsync(again, s_newest));
        again.Append([Fact(3, MailEventKind.Accepted)], 80);
        var totals = await again.TotalsAsync(Stop);
        Assert.Equal((3L, 1L, 2), (totals[MailEventKind.Accepted], totals[MailEventKind.Delivered], totals.Count));
        Assert.Equal(80, await again.FlushAsync(Stop));
    }

    [Fact]
    public async Task Append_LosesNothing_WhenManyWriteAtOnce()
    {
        await using var log = SqliteEventLog.Open(FilePath);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(
            () =>
            {
                for (var number = 0; number < 500; number++) log.Append([Fact(writer + 1, MailEventKind.Deferred) with { Detail = $"{number}" }], (writer * 500) + number);
            },
            Stop)));
        Assert.Equal(4_000, (await log.TotalsAsync(Stop))[MailEventKind.Deferred]);
        for (var writer = 1; writer <= 8; writer++)
            Assert.Equal(Enumerable.Range(0, 500).Select(number => $"{number}"), (await log.ForMessageAsync(new SpoolId((UInt128)writer), Stop)).Select(fact => fact.Detail));
        Assert.Equal(3_999, await log.FlushAsync(Stop));
    }

    [Fact]
    public async Task Flush_CoversNothingNew_WhileAReaderKeepsTheCheckpointFromEnding()
    {
        await using var log = SqliteEventLog.Open(FilePath);
        log.Append([Fact(1, MailEventKind.Accepted)], 10);
        Assert.Equal(10, await log.FlushAsync(Stop));
        using (var reader = OpenReader())
        {
            log.Append([Fact(2, MailEventKind.Accepted)], 20);
            Assert.Equal(10, await log.FlushAsync(Stop));
        }

        Assert.Equal(20, await log.FlushAsync(Stop));
    }

    [Fact]
    public async Task Closed_SaysSo()
    {
        var log = SqliteEventLog.Open(FilePath);
        log.Append([Fact(1, MailEventKind.Accepted)], 10);
        await log.DisposeAsync();
        await log.DisposeAsync();
        await Assert.ThrowsAsync<IOException>(() => log.FlushAsync(Stop));
        await Assert.ThrowsAsync<IOException>(() => log.QueryAsync(s_newest, Stop));
    }

    [Fact]
    public async Task FailedWrite_IsMadeUpFor_BeforeAnythingLaterIsCovered()
    {
        await using var log = SqliteEventLog.Open(FilePath);
        await log.FlushAsync(Stop);
        Run("ALTER TABLE totals RENAME TO away");
        log.Append([Fact(1, MailEventKind.Accepted)], 10);
        await Assert.ThrowsAsync<IOException>(() => log.FlushAsync(Stop));
        log.Append([Fact(2, MailEventKind.Accepted)], 20);
        await Assert.ThrowsAsync<IOException>(() => log.QueryAsync(s_newest, Stop));
        Run("ALTER TABLE away RENAME TO totals");
        Assert.Equal(20, await log.FlushAsync(Stop));
        Assert.Equal([2, 1], await NumbersAsync(log, s_newest));
        Assert.Equal(2, (await log.TotalsAsync(Stop))[MailEventKind.Accepted]);
    }

    [Fact]
    public async Task FailedWrite_IsNotCovered_WhenTheLogCloses()
    {
        await using (var log = SqliteEventLog.Open(FilePath))
        {
            log.Append([Fact(1, MailEventKind.Accepted)], 10);
            await log.FlushAsync(Stop);
            Run("ALTER TABLE totals RENAME TO away");
            log.Append([Fact(2, MailEventKind.Accepted)], 20);
        }

        Run("ALTER TABLE away RENAME TO totals");
        await using var again = SqliteEventLog.Open(FilePath);
        Assert.Equal(10, again.AppliedPosition);
    }

    [Fact]
    public void Open_Refuses_WhatIsNoDatabase()
    {
        File.WriteAllText(FilePath, new string('x', 4096));
        Assert.Throws<SqliteException>(() => SqliteEventLog.Open(FilePath));
    }

    [Fact]
    public async Task DamagedFact_IsLeftOut()
    {
        await using var log = SqliteEventLog.Open(FilePath);
        log.Append([Fact(1, MailEventKind.Accepted), Fact(2, MailEventKind.Accepted)], 10);
        await log.FlushAsync(Stop);
        Run("UPDATE events SET fact=x'01FF' WHERE seq=1");
        Assert.Equal([2], await NumbersAsync(log, s_newest));
    }

    private static MailEvent Fact(int message, MailEventKind kind) => new(new SpoolId((UInt128)message), s_now.AddSeconds(message), kind) { Recipient = "a@example.net" };

    private static async Task<IEnumerable<int>> NumbersAsync(SqliteEventLog log, EventQuery query) =>
        (await log.QueryAsync(query, Stop)).Reverse().Select(entry => (int)(entry.Fact.At - s_now).TotalSeconds);

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={FilePath};Pooling=False");
        connection.Open();
        return connection;
    }

    /// <summary>A connection in the middle of a read.</summary>
    private SqliteConnection OpenReader()
    {
        var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "BEGIN; SELECT count(*) FROM events";
        Assert.Equal(1L, command.ExecuteScalar());
        return connection;
    }

    private void Run(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
