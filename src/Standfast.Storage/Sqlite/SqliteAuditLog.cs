using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Standfast.Accounts.Audit;
using Standfast.Storage.Files;

namespace Standfast.Storage.Sqlite;

/// <summary>
/// The audit log in SQLite, every entry synced before it is acknowledged; then its number and hash go into a file beside it. A log that
/// no longer reaches that checkpoint goes on after it, so that the gap shows for good.
/// </summary>
public sealed class SqliteAuditLog : IAuditLog, IDisposable
{
    private const string Schema = """
        PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
        CREATE TABLE IF NOT EXISTS entries(number INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL, subject TEXT NOT NULL, detail TEXT, previous TEXT NOT NULL, hash TEXT NOT NULL);
        """;

    private const string Columns = "SELECT number, at, actor, action, subject, detail, previous, hash FROM entries";

    private readonly Lock _lock = new();
    private readonly SqliteConnection _connection;
    private readonly string _databasePath;
    private readonly string _checkpointPath;
    private readonly SemaphoreSlim _verifying = new(1);
    private readonly TimeProvider _time;
    private AuditHead _head;

    private SqliteAuditLog(string folder, TimeProvider time)
    {
        _time = time;
        _checkpointPath = Path.Combine(folder, "audit.head");
        _databasePath = Path.Combine(folder, "audit.db");
        _connection = Connect();
        using (var command = _connection.CreateCommand())
        {
            command.CommandText = Schema;
            command.ExecuteNonQuery();
        }

        _head = Resume();
    }

    /// <summary>Keeps <c>audit.db</c> and <c>audit.head</c> in the folder.</summary>
    public static SqliteAuditLog Open(string folder, TimeProvider time) => new(folder, time);

    public Task<AuditEntry> AppendAsync(string actor, string action, string subject, string? detail, CancellationToken cancellationToken)
    {
        lock (_lock) return Task.FromResult(AppendLocked(_head, actor, action, subject, detail));
    }

    public Task<IReadOnlyList<AuditEntry>> TailAsync(int count, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var newest = Guard(() => Read(Columns + " ORDER BY number DESC LIMIT $count", count).ToList());
            newest.Reverse();
            return Task.FromResult<IReadOnlyList<AuditEntry>>(newest);
        }
    }

    /// <remarks>It reads by a connection of its own, off the caller's thread: entries are added meanwhile. One at a time; others wait.</remarks>
    public async Task<AuditVerification> VerifyAsync(CancellationToken cancellationToken)
    {
        await _verifying.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => Verify(cancellationToken), cancellationToken);
        }
        finally
        {
            _verifying.Release();
        }
    }

    public void Dispose()
    {
        _connection.Dispose();
        _verifying.Dispose();
    }

    private AuditVerification Verify(CancellationToken cancellationToken)
    {
        // The checkpoint before the entries: of those added meanwhile it then names none that is not seen.
        AuditHead? checkpoint;
        lock (_lock) checkpoint = ReadCheckpoint();
        return Guard(() =>
        {
            using var connection = Connect();
            return AuditChain.Verify(Until(Read(connection, Columns + " ORDER BY number", 0), cancellationToken), checkpoint);
        });
    }

    private static IEnumerable<AuditEntry> Until(IEnumerable<AuditEntry> entries, CancellationToken cancellationToken)
    {
        foreach (var entry in entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return entry;
        }
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _databasePath, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    /// <summary>Finds where to go on, and notes what is wrong with that.</summary>
    private AuditHead Resume()
    {
        var last = Read(Columns + " ORDER BY number DESC LIMIT $count", 1).Select(entry => new AuditHead(entry.Number, entry.Hash)).FirstOrDefault() ?? AuditHead.None;
        if (ReadCheckpoint() is not { } checkpoint)
        {
            _head = last;
            if (last.Number > 0) AppendLocked(last, "standfast", AuditChain.CheckpointMissing, "audit.head", $"found entry {last.Number} as the newest at start");
            return _head;
        }

        var named = Read(Columns + " WHERE number = $count", checkpoint.Number).FirstOrDefault();
        // Entries after the checkpoint: a crash came between the two.
        if (named?.Hash == checkpoint.Hash || checkpoint.Number == 0) return last;
        AppendLocked(new AuditHead(Math.Max(last.Number, checkpoint.Number), checkpoint.Hash), "standfast", "audit.broken", "audit.db", $"the checkpoint names entry {checkpoint.Number}, the log ends with another or with entry {last.Number}");
        return _head;
    }

    private AuditEntry AppendLocked(AuditHead head, string actor, string action, string subject, string? detail)
    {
        var entry = AuditChain.Next(head, _time.GetUtcNow(), actor, action, subject, detail);
        Guard(() =>
        {
            using var command = _connection.CreateCommand();
            command.CommandText = "INSERT INTO entries VALUES($number, $at, $actor, $action, $subject, $detail, $previous, $hash)";
            command.Parameters.AddWithValue("$number", entry.Number);
            command.Parameters.AddWithValue("$at", entry.At.UtcTicks);
            command.Parameters.AddWithValue("$actor", entry.Actor);
            command.Parameters.AddWithValue("$action", entry.Action);
            command.Parameters.AddWithValue("$subject", entry.Subject);
            command.Parameters.AddWithValue("$detail", (object?)entry.Detail ?? DBNull.Value);
            command.Parameters.AddWithValue("$previous", entry.Previous);
            command.Parameters.AddWithValue("$hash", entry.Hash);
            return command.ExecuteNonQuery();
        });
        _head = new AuditHead(entry.Number, entry.Hash);
        DurableFile.Write(_checkpointPath, Encoding.ASCII.GetBytes($"{entry.Number} {entry.Hash}\n"));
        return entry;
    }

    private static T Guard<T>(Func<T> step)
    {
        try
        {
            return step();
        }
        catch (SqliteException exception)
        {
            throw new IOException($"audit.db: {exception.Message}", exception);
        }
    }

    /// <returns>Null when there is none, or none that can be read.</returns>
    private AuditHead? ReadCheckpoint()
    {
        if (!File.Exists(_checkpointPath)) return null;
        var parts = File.ReadAllText(_checkpointPath).Trim().Split(' ');
        return parts is [var number, var hash] && hash.Length == AuditChain.NoHash.Length && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? new AuditHead(parsed, hash) : null;
    }

    // Whatever somebody put there is read, and then does not match its hash.
    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

#pragma warning disable CA2100 // Constant texts of this class; values go in as parameters.
    private IEnumerable<AuditEntry> Read(string sql, long count) => Read(_connection, sql, count);

    private static IEnumerable<AuditEntry> Read(SqliteConnection connection, string sql, long count)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$count", count);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return new AuditEntry(
                reader.GetInt64(0), new DateTimeOffset(Math.Clamp(reader.GetInt64(1), 0, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero), Text(reader, 2) ?? "", Text(reader, 3) ?? "", Text(reader, 4) ?? "", Text(reader, 5),
                Text(reader, 6) ?? "", Text(reader, 7) ?? "");
        }
    }
#pragma warning restore CA2100
}
