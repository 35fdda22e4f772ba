using Microsoft.Data.Sqlite;
using Standfast.Reputation.Classification;

namespace Standfast.Storage.Sqlite;

/// <summary>Replies that no rule knew, in SQLite. May be called concurrently.</summary>
public sealed class SqliteUnknownReplyStore : IUnknownReplyStore, IDisposable
{
    private const string Schema = """
        PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000;
        CREATE TABLE IF NOT EXISTS unknown_replies(
          text TEXT NOT NULL, provider TEXT NOT NULL, phase TEXT NOT NULL, example TEXT NOT NULL, count INTEGER NOT NULL, first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL,
          PRIMARY KEY(text, provider)) WITHOUT ROWID;
        """;

    private readonly Lock _lock = new();
    private readonly SqliteConnection _connection;

    private SqliteUnknownReplyStore(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        Try(() =>
        {
            _connection.Open();
            using var command = _connection.CreateCommand();
            command.CommandText = Schema;
            return command.ExecuteNonQuery();
        });
    }

    /// <exception cref="IOException">It cannot be opened.</exception>
    public static SqliteUnknownReplyStore Open(string path) => new(path);

    public IReadOnlyList<UnknownReply> Load() => Try(() =>
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT text, provider, phase, example, count, first_seen, last_seen FROM unknown_replies";
        using var reader = command.ExecuteReader();
        var replies = new List<UnknownReply>();
        while (reader.Read())
            replies.Add(new UnknownReply(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetInt64(4), Time(reader.GetInt64(5)), Time(reader.GetInt64(6))));
        return replies;
    });

    public void Save(IReadOnlyCollection<UnknownReply> replies) => Try(() =>
    {
        using var transaction = _connection.BeginTransaction();
        using var clear = _connection.CreateCommand();
        clear.CommandText = "DELETE FROM unknown_replies";
        clear.ExecuteNonQuery();
        using var insert = _connection.CreateCommand();
        insert.CommandText = "INSERT OR REPLACE INTO unknown_replies VALUES($text, $provider, $phase, $example, $count, $first, $last)";
        foreach (var reply in replies)
        {
            insert.Parameters.Clear();
            insert.Parameters.AddWithValue("$text", reply.Text);
            insert.Parameters.AddWithValue("$provider", reply.Provider);
            insert.Parameters.AddWithValue("$phase", reply.Phase);
            insert.Parameters.AddWithValue("$example", reply.Example);
            insert.Parameters.AddWithValue("$count", reply.Count);
            insert.Parameters.AddWithValue("$first", reply.FirstSeen.UtcTicks);
            insert.Parameters.AddWithValue("$last", reply.LastSeen.UtcTicks);
            insert.ExecuteNonQuery();
        }

        transaction.Commit();
        return replies.Count;
    });

    public void Dispose() => _connection.Dispose();

    private static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);

    private T Try<T>(Func<T> action)
    {
        lock (_lock)
        {
            try
            {
                return action();
            }
            catch (SqliteException exception)
            {
                throw new IOException($"replies.db: {exception.Message}", exception);
            }
        }
    }
}
