using Standfast.Reputation.Classification;
using Standfast.Storage.Sqlite;

namespace Standfast.Tests.Storage;

public sealed class SqliteUnknownReplyStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("standfast-replies-").FullName;

    [Fact]
    public void Saved_ComesBack_AndReplacesWhatWas()
    {
        var path = Path.Combine(_folder, "replies.db");
        var at = new DateTimeOffset(2026, 11, 26, 8, 0, 0, TimeSpan.Zero);
        UnknownReply[] replies = [new("554 a", "gmail", "rcpt", "554 a 1", 3, at, at.AddHours(1)), new("554 a", "", "", "554 a 2", 1, at, at)];
        using (var store = SqliteUnknownReplyStore.Open(path))
        {
            store.Save([new("old", "", "", "", 1, at, at)]);
            store.Save(replies);
        }

        using var again = SqliteUnknownReplyStore.Open(path);
        Assert.Equal(replies.OrderBy(reply => reply.Provider, StringComparer.Ordinal), again.Load().OrderBy(reply => reply.Provider, StringComparer.Ordinal));
    }

    [Fact]
    public void NoDatabase_IsAnIOException()
    {
        var path = Path.Combine(_folder, "replies.db");
        File.WriteAllText(path, "this is no database, and long enough to be seen as none");
        Assert.Throws<IOException>(() => SqliteUnknownReplyStore.Open(path));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
