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

    public async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private Task<IReadOnlyList<LoggedEvent>> QueryAsync(EventQuery query) => _log.QueryAsync(query, TestContext.Current.CancellationToken);

    private static MailEvent Fact(SpoolId message, MailEventKind kind) => new(message, DateTimeOffset.UnixEpoch, kind) { Recipient = "you@example.org" };
}
