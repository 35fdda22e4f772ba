using Microsoft.Data.Sqlite;
using Standfast.Delivery.Shaping;

namespace Standfast.Storage.Sqlite;

/// <summary>What was learned about sites, in SQLite. A save is whole or not at all, and synced before it returns. May be called concurrently.</summary>
public sealed class SqliteShapingStore : IShapingStore, IDisposable
{
    private const string Schema = """
        PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
        CREATE TABLE IF NOT EXISTS sites(
            site TEXT NOT NULL, source TEXT NOT NULL, rate REAL, ceiling REAL, ceiling_until INTEGER NOT NULL, connections INTEGER, grows_at INTEGER NOT NULL, PRIMARY KEY(site, source)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS restraints(
            key TEXT PRIMARY KEY, suspended_until INTEGER NOT NULL, slowed_until INTEGER NOT NULL, rate REAL NOT NULL, reason TEXT) WITHOUT ROWID;
        """;

    /// <summary>SQLITE_CORRUPT and SQLITE_NOTADB (https://www.sqlite.org/rescode.html).</summary>
    private const int Corrupt = 11;

    private const int NotADatabase = 26;

    private readonly Lock _lock = new();
    private readonly SqliteConnection _connection;
    private bool _isEmpty;

    private SqliteShapingStore(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        try
        {
            _connection.Open();
            Execute(Schema);
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <summary>Why the file that was there could not be read and was set aside, beside its old name; null when all is well.</summary>
    public string? Damage { get; private init; }

    /// <summary>Opens it. A damaged file is set aside as <c>NAME.damaged</c>, for all that it holds can be learned again.</summary>
    /// <exception cref="SqliteException">The disk does not do what it should.</exception>
    public static SqliteShapingStore Open(string path)
    {
        SqliteShapingStore? store = null;
        try
        {
            store = new SqliteShapingStore(path);
            store.Load();
            return store;
        }
        catch (Exception exception) when (exception is SqliteException { SqliteErrorCode: Corrupt or NotADatabase } or InvalidCastException or ArgumentOutOfRangeException)
        {
            store?.Dispose();
            foreach (var part in (string[])["", "-wal", "-shm"])
                if (File.Exists(path + part))
                    File.Move(path + part, $"{path}.damaged{part}", overwrite: true);
            return new SqliteShapingStore(path) { Damage = exception.Message };
        }
    }

    public (IReadOnlyList<SiteMemory> Sites, IReadOnlyList<RestraintMemory> Restraints) Load()
    {
        lock (_lock)
        {
            var sites = Read("SELECT site, source, rate, ceiling, ceiling_until, connections, grows_at FROM sites", row => new SiteMemory(row.GetString(0), row.GetString(1))
            {
                Rate = row.IsDBNull(2) ? null : row.GetDouble(2),
                Ceiling = row.IsDBNull(3) ? null : row.GetDouble(3),
                CeilingUntil = Time(row.GetInt64(4)),
                Connections = row.IsDBNull(5) ? null : row.GetInt32(5),
                GrowsAt = Time(row.GetInt64(6)),
            });
            var restraints = Read("SELECT key, suspended_until, slowed_until, rate, reason FROM restraints", row =>
                new RestraintMemory(row.GetString(0), Time(row.GetInt64(1)), Time(row.GetInt64(2)), row.GetDouble(3), row.IsDBNull(4) ? null : row.GetString(4)));
            _isEmpty = sites.Count == 0 && restraints.Count == 0;
            return (sites, restraints);
        }
    }

    public void Save(IReadOnlyList<SiteMemory> sites, IReadOnlyList<RestraintMemory> restraints)
    {
        lock (_lock)
        {
            var isEmpty = sites.Count == 0 && restraints.Count == 0;
            // Mostly nobody has refused anything: no disk is touched for it.
            if (isEmpty && _isEmpty) return;
            try
            {
                using var transaction = _connection.BeginTransaction();
                Execute("DELETE FROM sites; DELETE FROM restraints");
                foreach (var site in sites)
                    Execute(
                        "INSERT INTO sites VALUES($site, $source, $rate, $ceiling, $ceilingUntil, $connections, $growsAt)",
                        ("$site", site.Site), ("$source", site.Source), ("$rate", site.Rate), ("$ceiling", site.Ceiling), ("$ceilingUntil", site.CeilingUntil.UtcTicks),
                        ("$connections", site.Connections), ("$growsAt", site.GrowsAt.UtcTicks));
                foreach (var restraint in restraints)
                    Execute(
                        "INSERT INTO restraints VALUES($key, $suspended, $slowed, $rate, $reason)",
                        ("$key", restraint.Key), ("$suspended", restraint.SuspendedUntil.UtcTicks), ("$slowed", restraint.SlowedUntil.UtcTicks), ("$rate", restraint.RatePerSecond), ("$reason", restraint.Reason));
                transaction.Commit();
                _isEmpty = isEmpty;
            }
            catch (SqliteException exception)
            {
                throw new IOException($"shaping.db: {exception.Message}", exception);
            }
        }
    }

    public void Dispose() => _connection.Dispose();

    private static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);

#pragma warning disable CA2100 // Constant texts of this class; values go in as parameters.
    private List<T> Read<T>(string sql, Func<SqliteDataReader, T> row)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(row(reader));
        return rows;
    }

    private void Execute(string sql, params (string Name, object? Value)[] parameters)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        command.ExecuteNonQuery();
    }
#pragma warning restore CA2100
}
