using System.Text.Json;
using Microsoft.Data.Sqlite;
using Standfast.Reputation.States;

namespace Standfast.Storage.Sqlite;

/// <summary>Sending states in SQLite, every change synced before it returns. May be called concurrently.</summary>
public sealed class SqliteStateStore : ISendingStateStore, IDisposable
{
    private const string Schema = """
        PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000;
        CREATE TABLE IF NOT EXISTS states(key TEXT NOT NULL PRIMARY KEY, state TEXT NOT NULL) WITHOUT ROWID;
        """;

    private readonly Lock _lock = new();
    private readonly SqliteConnection _connection;

    private SqliteStateStore(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        Try(() =>
        {
            _connection.Open();
            return Run(Schema);
        });
    }

    /// <exception cref="IOException">It cannot be opened.</exception>
    public static SqliteStateStore Open(string path) => new(path);

    public IReadOnlyList<SendingState> Load() => Try(() =>
    {
        using var command = Command("SELECT key, state FROM states");
        using var reader = command.ExecuteReader();
        var states = new List<SendingState>();
        while (reader.Read()) states.Add(Read(reader.GetString(0), reader.GetString(1)));
        return states;
    });

    public void Save(SendingState state) =>
        Try(() => Run("INSERT OR REPLACE INTO states(key, state) VALUES($a, $b)", state.Key.ToString(), JsonSerializer.Serialize(StoredState.Of(state), StoredStateJson.Default.StoredState)));

    public void Remove(StateKey key) => Try(() => Run("DELETE FROM states WHERE key = $a", key.ToString()));

    public void Dispose() => _connection.Dispose();

    private static SendingState Read(string text, string state)
    {
        try
        {
            if (StateKey.TryParse(text, out var key) && JsonSerializer.Deserialize(state, StoredStateJson.Default.StoredState) is { } stored) return stored.Read(key);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"states.db: the state of {text} cannot be read: {exception.Message}", exception);
        }

        throw new InvalidDataException($"states.db: \"{text}\" is not what a state can be about");
    }

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
                throw new IOException($"states.db: {exception.Message}", exception);
            }
        }
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
