using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using Standfast.Policy.Spam;

namespace Standfast.Storage.Sqlite;

/// <summary>The owner's feedback on spam in SQLite, every change synced before it returns. May be called concurrently.</summary>
public sealed class SqliteSpamFeedback : IFeedbackStore, IDisposable
{
    private const string Schema = """
        PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
        CREATE TABLE IF NOT EXISTS feedback(fingerprint TEXT NOT NULL PRIMARY KEY, spam INTEGER NOT NULL, at INTEGER NOT NULL, features INTEGER NOT NULL, hashes BLOB NOT NULL) WITHOUT ROWID;
        """;

    private readonly Lock _lock = new();
    private readonly SqliteConnection _connection;

    private SqliteSpamFeedback(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _connection.Open();
        using var command = _connection.CreateCommand();
        command.CommandText = Schema;
        command.ExecuteNonQuery();
    }

    public static SqliteSpamFeedback Open(string path) => new(path);

    public IReadOnlyList<FeedbackEntry> Load() => Do(command =>
    {
        command.CommandText = "SELECT fingerprint, spam, at, features, hashes FROM feedback";
        using var reader = command.ExecuteReader();
        var entries = new List<FeedbackEntry>();
        while (reader.Read())
        {
            // Little-endian, as all machines this runs on are.
            var hashes = MemoryMarshal.Cast<byte, uint>((byte[])reader.GetValue(4)).ToImmutableArray();
            entries.Add(new FeedbackEntry(reader.GetString(0), reader.GetInt64(1) != 0, new DateTimeOffset(reader.GetInt64(2), TimeSpan.Zero), reader.GetInt32(3), hashes));
        }

        return entries;
    });

    public void Save(FeedbackEntry entry) => Do(command =>
    {
        command.CommandText = "INSERT OR REPLACE INTO feedback VALUES($fingerprint, $spam, $at, $features, $hashes)";
        command.Parameters.AddWithValue("$fingerprint", entry.Fingerprint);
        command.Parameters.AddWithValue("$spam", entry.IsSpam ? 1 : 0);
        command.Parameters.AddWithValue("$at", entry.At.UtcTicks);
        command.Parameters.AddWithValue("$features", entry.FeatureVersion);
        command.Parameters.AddWithValue("$hashes", MemoryMarshal.AsBytes(entry.Hashes.AsSpan()).ToArray());
        return command.ExecuteNonQuery();
    });

    public void Remove(string fingerprint) => Do(command =>
    {
        command.CommandText = "DELETE FROM feedback WHERE fingerprint = $fingerprint";
        command.Parameters.AddWithValue("$fingerprint", fingerprint);
        return command.ExecuteNonQuery();
    });

    public void Dispose() => _connection.Dispose();

    private T Do<T>(Func<SqliteCommand, T> work)
    {
        lock (_lock)
        {
            try
            {
                using var command = _connection.CreateCommand();
                return work(command);
            }
            catch (SqliteException exception)
            {
                throw new IOException($"spam.db: {exception.Message}", exception);
            }
        }
    }
}
