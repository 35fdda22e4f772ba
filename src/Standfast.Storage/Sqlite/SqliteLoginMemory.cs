using Microsoft.Data.Sqlite;
using Standfast.Accounts.Logins;

namespace Standfast.Storage.Sqlite;

/// <summary>From where users have logged in, in SQLite. May be called concurrently.</summary>
public sealed class SqliteLoginMemory : ILoginMemory, IDisposable
{
    private const string Schema = """
        PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
        CREATE TABLE IF NOT EXISTS networks(user TEXT NOT NULL, network TEXT NOT NULL, first INTEGER NOT NULL, PRIMARY KEY(user, network)) WITHOUT ROWID;
        """;

    private readonly Lock _lock = new();
    private readonly SqliteConnection _connection;

    private SqliteLoginMemory(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _connection.Open();
        using var command = _connection.CreateCommand();
        command.CommandText = Schema;
        command.ExecuteNonQuery();
    }

    public static SqliteLoginMemory Open(string path) => new(path);

    public IReadOnlyList<(string User, string Network)> Load()
    {
        lock (_lock)
        {
            using var command = _connection.CreateCommand();
            command.CommandText = "SELECT user, network FROM networks";
            using var reader = command.ExecuteReader();
            var networks = new List<(string, string)>();
            while (reader.Read()) networks.Add((reader.GetString(0), reader.GetString(1)));
            return networks;
        }
    }

    public void Remember(string user, string network, DateTimeOffset at)
    {
        lock (_lock)
        {
            try
            {
                using var command = _connection.CreateCommand();
                command.CommandText = "INSERT OR IGNORE INTO networks VALUES($user, $network, $at)";
                command.Parameters.AddWithValue("$user", user);
                command.Parameters.AddWithValue("$network", network);
                command.Parameters.AddWithValue("$at", at.UtcTicks);
                command.ExecuteNonQuery();
            }
            catch (SqliteException exception)
            {
                throw new IOException($"logins.db: {exception.Message}", exception);
            }
        }
    }

    public void Dispose() => _connection.Dispose();
}
