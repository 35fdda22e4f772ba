using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Data.Sqlite;
using Standfast.Recovery;

namespace Standfast.Storage.Sqlite;

/// <summary>Incidents in SQLite, every change synced before it returns. May be called concurrently.</summary>
public sealed class SqliteIncidentStore : IIncidentStore, IDisposable
{
    private const string Schema = """
        PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000;
        CREATE TABLE IF NOT EXISTS incidents(id TEXT NOT NULL PRIMARY KEY, incident TEXT NOT NULL) WITHOUT ROWID;
        """;

    private readonly Lock _lock = new();
    private readonly SqliteConnection _connection;

    private SqliteIncidentStore(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        Try(() =>
        {
            _connection.Open();
            return Run(Schema);
        });
    }

    /// <exception cref="IOException">It cannot be opened.</exception>
    public static SqliteIncidentStore Open(string path) => new(path);

    public IReadOnlyList<Incident> Load() => Try(() =>
    {
        using var command = Command("SELECT incident FROM incidents");
        using var reader = command.ExecuteReader();
        var incidents = new List<Incident>();
        while (reader.Read()) incidents.Add(Read(reader.GetString(0)));
        return incidents;
    });

    public void Save(Incident incident) =>
        Try(() => Run("INSERT OR REPLACE INTO incidents(id, incident) VALUES($a, $b)", incident.Id, JsonSerializer.Serialize(incident, IncidentJson.Default.Incident)));

    public void Remove(string id) => Try(() => Run("DELETE FROM incidents WHERE id = $a", id));

    public void Dispose() => _connection.Dispose();

    private static Incident Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, IncidentJson.Default.Incident) ?? throw new InvalidDataException("incidents.db: an incident is empty");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"incidents.db: an incident cannot be read: {exception.Message}", exception);
        }
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
                throw new IOException($"incidents.db: {exception.Message}", exception);
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

[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
[JsonSerializable(typeof(Incident))]
internal sealed partial class IncidentJson : JsonSerializerContext;
