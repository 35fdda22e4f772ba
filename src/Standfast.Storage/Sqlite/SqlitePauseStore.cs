using Microsoft.Data.Sqlite;
using Standfast.Accounts.Pauses;

namespace Standfast.Storage.Sqlite;

/// <summary>Pauses in SQLite, every change synced before it returns. May be called concurrently.</summary>
public sealed class SqlitePauseStore : IPauseStore, IDisposable
{
    private const string Schema = """
        PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
        CREATE TABLE IF NOT EXISTS pauses(target TEXT PRIMARY KEY, reason TEXT NOT NULL, actor TEXT NOT NULL, since INTEGER NOT NULL, lifting INTEGER NOT NULL) WITHOUT ROWID;
        """;

    private readonly Lock _lock = new();
    private readonly SqliteConnection _connection;

    private SqlitePauseStore(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _connection.Open();
        Run(Schema);
    }

    public static SqlitePauseStore Open(string path) => new(path);

    public IReadOnlyList<Pause> Load()
    {
        lock (_lock)
        {
            try
            {
                using var command = _connection.CreateCommand();
                command.CommandText = "SELECT target, reason, actor, since, lifting FROM pauses ORDER BY since";
                using var reader = command.ExecuteReader();
                var pauses = new List<Pause>();
                while (reader.Read())
                {
                    if (!PauseTarget.TryParse(reader.GetString(0), out var target)) throw new IOException($"pauses.db: \"{reader.GetString(0)}\" is not what can be paused");
                    pauses.Add(new Pause(target, reader.GetString(1), reader.GetString(2), new DateTimeOffset(reader.GetInt64(3), TimeSpan.Zero)) { IsLifting = reader.GetInt64(4) != 0 });
                }

                return pauses;
            }
            catch (SqliteException exception)
            {
                throw new IOException($"pauses.db: {exception.Message}", exception);
            }
        }
    }

    public void Save(Pause pause) => Run(
        "INSERT OR REPLACE INTO pauses VALUES($target, $reason, $actor, $since, $lifting)",
        ("$target", pause.Target.Key), ("$reason", pause.Reason), ("$actor", pause.Actor), ("$since", pause.Since.UtcTicks), ("$lifting", pause.IsLifting ? 1 : 0));

    public void Remove(PauseTarget target) => Run("DELETE FROM pauses WHERE target=$target", ("$target", target.Key));

    public void Dispose() => _connection.Dispose();

#pragma warning disable CA2100 // Constant texts of this class; values go in as parameters.
    private void Run(string sql, params (string Name, object Value)[] parameters)
    {
        lock (_lock)
        {
            try
            {
                using var command = _connection.CreateCommand();
                command.CommandText = sql;
                foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value);
                command.ExecuteNonQuery();
            }
            catch (SqliteException exception)
            {
                throw new IOException($"pauses.db: {exception.Message}", exception);
            }
        }
    }
#pragma warning restore CA2100
}
