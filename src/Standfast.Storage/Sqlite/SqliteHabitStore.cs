using Microsoft.Data.Sqlite;
using Standfast.Policy.Compromise;

namespace Standfast.Storage.Sqlite;

/// <summary>Habits and holds in SQLite, every change synced before it returns. May be called concurrently.</summary>
public sealed class SqliteHabitStore : IHabitStore, IDisposable
{
    private const string Schema = """
        PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000;
        CREATE TABLE IF NOT EXISTS habits(sender TEXT NOT NULL PRIMARY KEY, saved INTEGER NOT NULL, habit BLOB NOT NULL);
        CREATE INDEX IF NOT EXISTS habits_saved ON habits(saved DESC);
        CREATE TABLE IF NOT EXISTS holds(id TEXT NOT NULL PRIMARY KEY, hold BLOB NOT NULL);
        """;

    private readonly Lock _lock = new();
    private readonly SqliteConnection _connection;
    private readonly TimeProvider _time;

    private SqliteHabitStore(string path, TimeProvider time)
    {
        _time = time;
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        Try(() =>
        {
            _connection.Open();
            return Run(Schema);
        });
    }

    /// <exception cref="IOException">It cannot be opened.</exception>
    public static SqliteHabitStore Open(string path, TimeProvider time) => new(path, time);

    public byte[]? FindHabit(string sender) => Try(() =>
    {
        using var command = Command("SELECT habit FROM habits WHERE sender = $a", sender);
        return (byte[]?)command.ExecuteScalar();
    });

    public IReadOnlyList<string> ListSenders(int limit) => Try(() => Read("SELECT sender FROM habits ORDER BY saved DESC LIMIT $a", reader => reader.GetString(0), limit));

    public void SaveHabits(IReadOnlyList<(string Sender, byte[] Habit)> habits) => Try(() =>
    {
        using var transaction = _connection.BeginTransaction();
        foreach (var (sender, habit) in habits) Run("INSERT OR REPLACE INTO habits(sender, saved, habit) VALUES($a, $b, $c)", sender, _time.GetUtcNow().UtcTicks, habit);
        transaction.Commit();
        return habits.Count;
    });

    public IReadOnlyList<byte[]> LoadHolds() => Try(() => Read("SELECT hold FROM holds", reader => (byte[])reader.GetValue(0)));

    public void SaveHold(string id, byte[] hold) => Try(() => Run("INSERT OR REPLACE INTO holds(id, hold) VALUES($a, $b)", id, hold));

    public void RemoveHold(string id) => Try(() => Run("DELETE FROM holds WHERE id = $a", id));

    public void Dispose() => _connection.Dispose();

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
                throw new IOException($"habits.db: {exception.Message}", exception);
            }
        }
    }

    private List<T> Read<T>(string text, Func<SqliteDataReader, T> row, params ReadOnlySpan<object> values)
    {
        using var command = Command(text, values);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(row(reader));
        return rows;
    }

    private int Run(string text, params ReadOnlySpan<object> values)
    {
        using var command = Command(text, values);
        return command.ExecuteNonQuery();
    }

    /// <summary>Values are $a, $b and so on.</summary>
    private SqliteCommand Command(string text, params ReadOnlySpan<object> values)
    {
        var command = _connection.CreateCommand();
#pragma warning disable CA2100 // All texts are constants of this file.
        command.CommandText = text;
#pragma warning restore CA2100
        for (var index = 0; index < values.Length; index++) command.Parameters.AddWithValue($"${(char)('a' + index)}", values[index]);
        return command;
    }
}
