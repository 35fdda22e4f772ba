using Microsoft.Data.Sqlite;
using Standfast.Reputation.Statistics;

namespace Standfast.Storage.Sqlite;

/// <summary>Statistics in SQLite: one row for each key and time, each change synced before it returns. Readers do not wait for who writes. May be called concurrently.</summary>
public sealed class SqliteStatisticsStore : IStatisticsStore, IDisposable
{
    private const string Schema = """
        PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; PRAGMA cache_size=-16384;
        CREATE TABLE IF NOT EXISTS keys(id INTEGER PRIMARY KEY AUTOINCREMENT, cube INTEGER NOT NULL, a TEXT NOT NULL, b TEXT NOT NULL, c TEXT NOT NULL, seen INTEGER NOT NULL, UNIQUE(cube, a, b, c));
        CREATE TABLE IF NOT EXISTS rollups(level INTEGER NOT NULL, cube INTEGER NOT NULL, minute INTEGER NOT NULL, key INTEGER NOT NULL, counts BLOB NOT NULL, PRIMARY KEY(level, cube, minute, key)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS position(id INTEGER PRIMARY KEY CHECK(id=1), event INTEGER NOT NULL);
        """;

    /// <summary>Keys up to which each of their times is sought by itself; for more of them all times are read. Ours: a search costs some five rows.</summary>
    private const int MaxSought = 100;

    /// <summary>Times up to which they are sought; the minutes of two days are.</summary>
    private const int MaxSoughtTimes = 3_000;

    private static readonly TimeSpan s_dropEvery = TimeSpan.FromHours(1);

    private static readonly StatisticsLevel[] s_levels = Enum.GetValues<StatisticsLevel>();
    private static readonly StatisticsCube[] s_cubes = Enum.GetValues<StatisticsCube>();

    private readonly Lock _writing = new(), _reading = new();
    private readonly SqliteConnection _writer, _reader;
    private readonly StatisticsKeys _keys;
    private DateTimeOffset _droppedAt;
    private long _position;

    private SqliteStatisticsStore(string path)
    {
        var text = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString();
        (_writer, _reader) = (new SqliteConnection(text), new SqliteConnection(text));
        _keys = new StatisticsKeys(_writer);
        Try(_writing, () =>
        {
            _writer.Open();
            _reader.Open();
            Run(_writer, Schema);
            Run(_reader, "PRAGMA busy_timeout=5000; PRAGMA cache_size=-32768");
            // Added by SQLite in the statement that writes.
            _writer.CreateFunction("add_counts", (byte[] left, byte[] right) => Counts.AddPacked(left, right), isDeterministic: true);
            _position = Scalar(_writer, "SELECT event FROM position") as long? ?? 0;
            return 0;
        });
    }

    public long Position => Interlocked.Read(ref _position);

    /// <exception cref="IOException">It cannot be opened.</exception>
    public static SqliteStatisticsStore Open(string path) => new(path);

    public void Save(IReadOnlyCollection<StatisticsCell> cells, long position, DateTimeOffset now) => Try(_writing, () =>
    {
        using var transaction = _writer.BeginTransaction();
        try
        {
            Add(cells, now);
            var drops = now - _droppedAt >= s_dropEvery || now < _droppedAt;
            if (drops) Drop(now);
            Run(_writer, "INSERT INTO position VALUES(1, $a) ON CONFLICT(id) DO UPDATE SET event = excluded.event", position);
            transaction.Commit();
            if (drops) _droppedAt = now;
        }
        catch
        {
            // What was remembered of keys may have been taken back with the rest.
            _keys.Forget();
            throw;
        }

        Interlocked.Exchange(ref _position, position);
        return 0;
    });

    public (long Day, IReadOnlyList<StatisticsKey> Keys) LastDay() => Try(_reading, () =>
    {
        if (Scalar(_reader, "SELECT max(minute) FROM rollups WHERE level = $a AND cube = $b", (int)StatisticsLevel.Day, (int)StatisticsCube.Total) is not long day) return (0L, (IReadOnlyList<StatisticsKey>)[]);
        using var command = Command(_reader, "SELECT cube, a, b, c FROM keys WHERE seen >= $a ORDER BY id", day);
        using var reader = command.ExecuteReader();
        var keys = new List<StatisticsKey>();
        while (reader.Read()) keys.Add(new StatisticsKey((StatisticsCube)reader.GetInt32(0), reader.GetString(1), reader.GetString(2), reader.GetString(3)));
        return (day, keys);
    });

    public IReadOnlyDictionary<long, StatisticsKey> Find(StatisticsCube cube, IReadOnlyList<string?> values) => Try(_reading, () =>
    {
        object Value(int index) => index < values.Count && values[index] is { } value ? value : DBNull.Value;
        using var command = Command(_reader, "SELECT id, a, b, c FROM keys WHERE cube = $a AND ($b IS NULL OR a = $b) AND ($c IS NULL OR b = $c) AND ($d IS NULL OR c = $d)", (int)cube, Value(0), Value(1), Value(2));
        using var reader = command.ExecuteReader();
        var found = new Dictionary<long, StatisticsKey>();
        while (reader.Read()) found[reader.GetInt64(0)] = new StatisticsKey(cube, reader.GetString(1), reader.GetString(2), reader.GetString(3));
        return found;
    });

    public IReadOnlySet<long> Named(StatisticsCube cube) => Try(_reading, () =>
    {
        using var command = Command(_reader, "SELECT id FROM keys WHERE cube = $a", (int)cube);
        using var reader = command.ExecuteReader();
        var found = new HashSet<long>();
        while (reader.Read()) found.Add(reader.GetInt64(0));
        return found;
    });

    public IReadOnlyDictionary<long, StatisticsKey> Names(StatisticsCube cube, IReadOnlyCollection<long> numbers) => Try(_reading, () =>
    {
        var found = new Dictionary<long, StatisticsKey>();
        using var command = Command(_reader, "SELECT a, b, c FROM keys WHERE id = $a AND cube = $b", 0L, (int)cube);
        foreach (var number in numbers)
        {
            command.Parameters[0].Value = number;
            using var reader = command.ExecuteReader();
            if (reader.Read()) found[number] = new StatisticsKey(cube, reader.GetString(0), reader.GetString(1), reader.GetString(2));
        }

        return found;
    });

    public void Read(StatisticsCube cube, StatisticsSpan span, IReadOnlyCollection<long>? keys, CellReader read) => Try(_reading, () =>
    {
        if (keys is { Count: <= MaxSought } && (span.To - span.From) / LevelSpan.MinutesOf(span.Level) <= MaxSoughtTimes)
        {
            Seek(cube, span, keys, read);
            return 0;
        }

        var wanted = keys?.ToHashSet();
        using var rows = new RowCursor(_reader, "SELECT key, minute, counts FROM rollups WHERE level = ?1 AND cube = ?2 AND minute >= ?3 AND minute < ?4");
        foreach (var (place, value) in (ReadOnlySpan<(int, long)>)[(1, (long)span.Level), (2, (long)cube), (3, span.From), (4, span.To)]) rows.Bind(place, value);
        while (rows.Step())
        {
            var key = rows.Number(0);
            if (wanted?.Contains(key) != false) read(key, rows.Number(1), rows.Octets(2));
        }

        return 0;
    });

    public void Dispose()
    {
        _reader.Dispose();
        _writer.Dispose();
    }

    /// <summary>Each time of each key by itself: rows of a time stand together, and there may be thousands of which few are wanted.</summary>
    private void Seek(StatisticsCube cube, StatisticsSpan span, IReadOnlyCollection<long> keys, CellReader read)
    {
        using var row = new RowCursor(_reader, "SELECT counts FROM rollups WHERE level = ?1 AND cube = ?2 AND minute = ?3 AND key = ?4");
        // One for all: else each search takes and gives back the lock of the file.
        using var transaction = _reader.BeginTransaction(deferred: true);
        row.Bind(1, (long)span.Level);
        row.Bind(2, (long)cube);
        var sorted = keys.Order().ToArray();
        for (var minute = span.From; minute < span.To; minute += LevelSpan.MinutesOf(span.Level))
        {
            row.Bind(3, minute);
            foreach (var key in sorted)
            {
                row.Bind(4, key);
                if (row.Step()) read(key, minute, row.Octets(0));
                row.Reset();
            }
        }
    }

    private void Add(IReadOnlyCollection<StatisticsCell> cells, DateTimeOffset now)
    {
        var sums = new Dictionary<(StatisticsLevel Level, StatisticsCube Cube, long Minute, long Key), Counts>();
        foreach (var cell in cells)
        {
            var day = LevelSpan.Begin(StatisticsLevel.Day, cell.Minute);
            var key = _keys.IdOf(cell.Key, day);
            foreach (var level in s_levels)
            {
                if (cell.Minute < LevelSpan.FirstKept(level, now)) continue;
                var place = (level, cell.Key.Cube, LevelSpan.Begin(level, cell.Minute), key);
                if (!sums.TryGetValue(place, out var sum)) sums[place] = sum = new Counts();
                sum.Add(cell.Counts);
            }
        }

        using var add = Command(
            _writer, "INSERT INTO rollups(level, cube, minute, key, counts) VALUES($a, $b, $c, $d, $e) ON CONFLICT(level, cube, minute, key) DO UPDATE SET counts = add_counts(counts, excluded.counts)", 0, 0, 0L, 0L, Array.Empty<byte>());
        add.Prepare();
        foreach (var (place, sum) in sums)
        {
            add.Parameters[0].Value = (int)place.Level;
            add.Parameters[1].Value = (int)place.Cube;
            add.Parameters[2].Value = place.Minute;
            add.Parameters[3].Value = place.Key;
            add.Parameters[4].Value = sum.Pack();
            add.ExecuteNonQuery();
        }
    }

    private void Drop(DateTimeOffset now)
    {
        foreach (var level in s_levels)
            foreach (var cube in s_cubes)
                Run(_writer, "DELETE FROM rollups WHERE level = $a AND cube = $b AND minute < $c", (int)level, (int)cube, LevelSpan.FirstKept(level, now));
        _keys.DropBefore(LevelSpan.FirstKept(StatisticsLevel.FourWeeks, now));
    }

    private static T Try<T>(Lock turn, Func<T> action)
    {
        lock (turn)
        {
            try
            {
                return action();
            }
            catch (SqliteException exception)
            {
                throw new IOException($"statistics.db: {exception.Message}", exception);
            }
        }
    }

    private static void Run(SqliteConnection connection, string text, params ReadOnlySpan<object> values)
    {
        using var command = Command(connection, text, values);
        command.ExecuteNonQuery();
    }

    private static object? Scalar(SqliteConnection connection, string text, params ReadOnlySpan<object> values)
    {
        using var command = Command(connection, text, values);
        return command.ExecuteScalar();
    }

    /// <summary>Values are $a, $b and so on.</summary>
    internal static SqliteCommand Command(SqliteConnection connection, string text, params ReadOnlySpan<object> values)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // All texts are constants and numbers of this class and StatisticsKeys.
        command.CommandText = text;
#pragma warning restore CA2100
        for (var index = 0; index < values.Length; index++) command.Parameters.AddWithValue($"${(char)('a' + index)}", values[index]);
        return command;
    }
}
