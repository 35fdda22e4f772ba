using Microsoft.Data.Sqlite;
using Standfast.Delivery.Warmup;

namespace Standfast.Storage.Sqlite;

/// <summary>Warm-up allowances in SQLite, every change synced before it returns. May be called concurrently.</summary>
public sealed class SqliteWarmupLedger : IWarmupLedger, IDisposable
{
    private const string Schema = """
        PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
        CREATE TABLE IF NOT EXISTS days(source TEXT NOT NULL, provider TEXT NOT NULL, step INTEGER NOT NULL, began INTEGER NOT NULL, spent INTEGER NOT NULL, faults INTEGER NOT NULL DEFAULT 0, PRIMARY KEY(source, provider)) WITHOUT ROWID;
        """;

    private readonly Lock _lock = new();
    private readonly SqliteConnection _connection;

    private SqliteWarmupLedger(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _connection.Open();
        using var command = _connection.CreateCommand();
        command.CommandText = Schema;
        command.ExecuteNonQuery();
        // Files from before bad signals were counted.
        command.CommandText = "SELECT COUNT(*) FROM pragma_table_info('days') WHERE name = 'faults'";
        if (command.ExecuteScalar() is not 0L) return;
        command.CommandText = "ALTER TABLE days ADD COLUMN faults INTEGER NOT NULL DEFAULT 0";
        command.ExecuteNonQuery();
    }

    public static SqliteWarmupLedger Open(string path) => new(path);

    public IReadOnlyList<WarmupDay> Load()
    {
        lock (_lock)
        {
            using var command = _connection.CreateCommand();
            command.CommandText = "SELECT source, provider, step, began, spent, faults FROM days";
            using var reader = command.ExecuteReader();
            var days = new List<WarmupDay>();
            while (reader.Read()) days.Add(new WarmupDay(reader.GetString(0), reader.GetString(1), reader.GetInt32(2), new DateTimeOffset(reader.GetInt64(3), TimeSpan.Zero), reader.GetInt32(4)) { Faults = reader.GetInt32(5) });
            return days;
        }
    }

    public void Save(WarmupDay day)
    {
        lock (_lock)
        {
            try
            {
                using var command = _connection.CreateCommand();
                command.CommandText = "INSERT OR REPLACE INTO days(source, provider, step, began, spent, faults) VALUES($source, $provider, $step, $began, $spent, $faults)";
                command.Parameters.AddWithValue("$source", day.Source);
                command.Parameters.AddWithValue("$provider", day.Provider);
                command.Parameters.AddWithValue("$step", day.Step);
                command.Parameters.AddWithValue("$began", day.Began.UtcTicks);
                command.Parameters.AddWithValue("$spent", day.Spent);
                command.Parameters.AddWithValue("$faults", day.Faults);
                command.ExecuteNonQuery();
            }
            catch (SqliteException exception)
            {
                throw new IOException($"warmup.db: {exception.Message}", exception);
            }
        }
    }

    public void Dispose() => _connection.Dispose();
}
