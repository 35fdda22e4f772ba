using Microsoft.Data.Sqlite;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Queue;
using Standfast.Storage.Sqlite;

namespace Standfast.Tests.Storage;

public sealed class SqliteEventLogTests : IAsyncDisposable
{
    private static readonly SpoolIdGenerator s_ids = new(TimeProvider.System, new Random(1));

    private readonly SpoolId _first = s_ids.Next();
    private readonly SpoolId _second = s_ids.Next();
    private readonly string _folder = Directory.CreateTempSubdirectory("standfast-").FullName;
    private readonly SqliteEventLog _log;

    public SqliteEventLogTests()
    {
        _log = SqliteEventLog.Open(Path.Combine(_folder, "events.db"));
        _log.Append(
            [
                Fact(_first, MailEventKind.Accepted), Fact(_second, MailEventKind.Accepted), Fact(_first, MailEventKind.Deferred), Fact(_second, MailEventKind.Delivered), Fact(_first, MailEventKind.Delivered),
            ],
            position: 1);
    }

    [Fact]
    public async Task Query_ReturnsTheNewest_OldestFirst_WhenNoIdIsGiven()
    {
        Assert.Equal([4L, 5L], (await QueryAsync(new EventQuery(null, null, null, 2))).Select(found => found.Id));
    }

    [Fact]
    public async Task Query_ReturnsEachFactOnce_WhenPagesFollowEachOther()
    {
        var found = new List<LoggedEvent>();
        for (var page = await QueryAsync(new EventQuery(null, null, 0, 2)); page.Count > 0; page = await QueryAsync(new EventQuery(null, null, page[^1].Id, 2))) found.AddRange(page);
        Assert.Equal([1L, 2L, 3L, 4L, 5L], found.Select(one => one.Id));
        Assert.Equal(MailEventKind.Deferred, found[2].Fact.Kind);
    }

    [Fact]
    public async Task Query_AsksForAllConditions_WhenSeveralAreGiven()
    {
        Assert.Equal([1L, 3L, 5L], (await QueryAsync(new EventQuery(_first, null, 0, 10))).Select(found => found.Id));
        Assert.Equal([4L, 5L], (await QueryAsync(new EventQuery(null, MailEventKind.Delivered, null, 10))).Select(found => found.Id));
        Assert.Equal([5L], (await QueryAsync(new EventQuery(_first, MailEventKind.Delivered, 4, 10))).Select(found => found.Id));
        Assert.Empty(await QueryAsync(new EventQuery(_second, MailEventKind.Delivered, 4, 10)));
    }

    [Fact]
    public async Task Row_HasTheRecipientOfItsFact_WhateverItLooksLike()
    {
        string?[] recipients = [null, "", "\u0117lder@example.org", new string('x', 3_000) + "@example.org", "a'b\0c@example.org", "you@example.org"];
        MailEvent[] facts = [.. recipients.Select(recipient => Fact(_first, MailEventKind.Held) with { Recipient = recipient })];
        _log.Append(facts, position: 2);
        Assert.Equal(facts, (await QueryAsync(new EventQuery(_first, MailEventKind.Held, 0, 10))).Select(found => found.Fact));
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "events.db")};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT recipient FROM events WHERE seq > 5 ORDER BY seq";
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        foreach (var recipient in recipients)
        {
            Assert.True(await reader.ReadAsync(TestContext.Current.CancellationToken));
            Assert.Equal(recipient, await reader.IsDBNullAsync(0, TestContext.Current.CancellationToken) ? null : reader.GetString(0));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private Task<IReadOnlyList<LoggedEvent>> QueryAsync(EventQuery query) => _log.QueryAsync(query, TestContext.Current.CancellationToken);

    private static MailEvent Fact(SpoolId message, MailEventKind kind) => new(message, DateTimeOffset.UnixEpoch, kind) { Recipient = "you@example.org" };
}
