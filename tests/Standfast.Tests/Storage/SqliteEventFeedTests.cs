using Standfast.Events;
using Standfast.Mail;
using Standfast.Storage.Sqlite;

namespace Standfast.Tests.Storage;

public sealed class SqliteEventFeedTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("standfast-feed-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Follower_IsToldOfEachFact_UnderItsId()
    {
        var path = Path.Combine(_folder, "events.db");
        await using (var log = SqliteEventLog.Open(path)) log.Append([Fact(1), Fact(2)], 1);
        await using var again = SqliteEventLog.Open(path);
        var follower = new Follower();
        again.Follow(follower);
        for (byte number = 3; number < 40; number += 3) again.Append([Fact(number), Fact((byte)(number + 1)), Fact((byte)(number + 2))], number);
        var logged = await again.QueryAsync(new EventQuery(null, null, 2, 1000), Stop);
        Assert.Equal(39, logged.Count);
        Assert.Equal(logged.Select(one => (one.Id, one.Fact.Message)), follower.Told.Select(one => (one.Id, one.Fact.Message)));
    }

    [Fact]
    public async Task DurableId_GrowsWithAFlush()
    {
        await using var log = SqliteEventLog.Open(Path.Combine(_folder, "events.db"));
        log.Append([Fact(1), Fact(2)], 1);
        Assert.Equal(0, log.DurableId);
        await log.FlushAsync(Stop);
        Assert.Equal(2, log.DurableId);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static MailEvent Fact(byte number) => new(new SpoolId(number), DateTimeOffset.UnixEpoch, MailEventKind.Accepted);

    private sealed class Follower : IEventFollower
    {
        public List<LoggedEvent> Told { get; } = [];

        public void Follow(ReadOnlySpan<MailEvent> facts, long firstId)
        {
            for (var index = 0; index < facts.Length; index++) Told.Add(new LoggedEvent(firstId + index, facts[index]));
        }
    }
}
