using Microsoft.Data.Sqlite;
using Standfast.Reputation.Classification;
using Standfast.Reputation.Statistics;
using Standfast.Reputation.Statistics.Anomalies;

namespace Standfast.Storage.Sqlite;

/// <summary>Anomalies in SQLite, every change synced before it returns. May be called concurrently.</summary>
public sealed class SqliteAnomalyStore : IAnomalyStore, IDisposable
{
    private const string Schema = """
        PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000;
        CREATE TABLE IF NOT EXISTS anomalies(
          cube INTEGER NOT NULL, a TEXT NOT NULL, b TEXT NOT NULL, c TEXT NOT NULL, kind INTEGER NOT NULL, cause INTEGER NOT NULL, since INTEGER NOT NULL, until INTEGER, last INTEGER NOT NULL,
          drift INTEGER NOT NULL, count INTEGER NOT NULL, of INTEGER NOT NULL, expected REAL NOT NULL, score REAL NOT NULL, hours INTEGER NOT NULL,
          PRIMARY KEY(cube, a, b, c, kind, cause, since)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS anomalies_since ON anomalies(since);
        CREATE TABLE IF NOT EXISTS looked(id INTEGER PRIMARY KEY CHECK(id=1), hour INTEGER NOT NULL);
        """;

    private const int MaxKept = 10_000;

    private static readonly TimeSpan s_kept = TimeSpan.FromDays(400);

    private readonly Lock _lock = new();
    private readonly SqliteConnection _connection;

    private SqliteAnomalyStore(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        Try(() =>
        {
            _connection.Open();
            Run(Schema);
            using var last = Command("SELECT hour FROM looked");
            LastHour = last.ExecuteScalar() as long?;
            return 0;
        });
    }

    public long? LastHour { get; private set; }

    /// <exception cref="IOException">It cannot be opened.</exception>
    public static SqliteAnomalyStore Open(string path) => new(path);

    public void Save(IReadOnlyCollection<Anomaly> anomalies, long lastHour) => Try(() =>
    {
        if (anomalies.Count == 0 && lastHour == LastHour) return 0;
        using var transaction = _connection.BeginTransaction();
        foreach (var one in anomalies)
        {
            var (key, cause) = (one.Subject.Key, (int)one.Subject.Cause);
            Run(
                "INSERT OR REPLACE INTO anomalies VALUES($a, $b, $c, $d, $e, $f, $g, $h, $i, $j, $k, $l, $m, $n, $o)", (int)key.Cube, key.A, key.B, key.C, (int)one.Subject.Kind, cause, one.Since.UtcTicks,
                one.Until is { } until ? until.UtcTicks : DBNull.Value, one.LastAt.UtcTicks, one.IsDrift ? 1 : 0, one.Count, one.Of, one.Expected, one.Score, one.Hours);
        }

        if (anomalies.Count > 0)
        {
            Run("DELETE FROM anomalies WHERE since < $a", anomalies.Max(one => one.Since.UtcTicks) - s_kept.Ticks);
            Run("DELETE FROM anomalies WHERE since < (SELECT since FROM anomalies ORDER BY since DESC LIMIT 1 OFFSET $a)", MaxKept);
        }

        Run("INSERT OR REPLACE INTO looked VALUES(1, $a)", lastHour);
        transaction.Commit();
        LastHour = lastHour;
        return 0;
    });

    public IReadOnlyList<Anomaly> List(bool isOpen, int limit) => Try(() =>
    {
        using var command = Command("SELECT cube, a, b, c, kind, cause, since, until, last, drift, count, of, expected, score, hours FROM anomalies WHERE until IS NULL OR NOT $a ORDER BY since DESC, cube, a, b, c, kind, cause LIMIT $b", isOpen ? 1 : 0, limit);
        using var reader = command.ExecuteReader();
        var found = new List<Anomaly>();
        while (reader.Read())
        {
            var subject = new AnomalySubject(new StatisticsKey((StatisticsCube)reader.GetInt32(0), reader.GetString(1), reader.GetString(2), reader.GetString(3)), (AnomalyKind)reader.GetInt32(4), (ReplyCause)reader.GetInt32(5));
            found.Add(new Anomaly(
                subject, Time(reader.GetInt64(6)), reader.IsDBNull(7) ? null : Time(reader.GetInt64(7)), Time(reader.GetInt64(8)), reader.GetInt32(9) != 0, reader.GetInt64(10), reader.GetInt64(11), reader.GetDouble(12), reader.GetDouble(13), reader.GetInt32(14)));
        }

        return found;
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
                throw new IOException($"anomalies.db: {exception.Message}", exception);
            }
        }
    }

    private void Run(string text, params ReadOnlySpan<object> values)
    {
        using var command = Command(text, values);
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string text, params ReadOnlySpan<object> values) => SqliteStatisticsStore.Command(_connection, text, values);
}
