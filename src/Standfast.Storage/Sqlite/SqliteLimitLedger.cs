using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Standfast.Policy.Limits;
using Standfast.Queue.Clocks;

namespace Standfast.Storage.Sqlite;

/// <summary>What was used of limits, in SQLite. A save is whole or not at all, and synced before it returns.</summary>
public sealed class SqliteLimitLedger : ILimitLedger, IDisposable
{
    private const string Schema = """
        PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
        CREATE TABLE IF NOT EXISTS counters(number INTEGER PRIMARY KEY, key TEXT NOT NULL, sequence INTEGER NOT NULL, slots BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS births(object TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS time(id INTEGER PRIMARY KEY CHECK(id=1), elapsed INTEGER NOT NULL, wall INTEGER NOT NULL, boot TEXT, uptime INTEGER NOT NULL);
        """;

    private const int SlotBytes = 3 * sizeof(long);

    private readonly Lock _lock = new();
    private readonly SqliteConnection _connection;
    private readonly IClockMemory _machine;
    private readonly TimeProvider _time;
    private readonly SqliteCommand _put;
    private readonly SqliteCommand _delete;
    private readonly SqliteCommand _birth;
    private readonly SqliteCommand _now;

    private SqliteLimitLedger(string path, IClockMemory machine, TimeProvider time)
    {
        (_machine, _time) = (machine, time);
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _connection.Open();
        using (var schema = _connection.CreateCommand())
        {
            schema.CommandText = Schema;
            schema.ExecuteNonQuery();
        }

        _put = Command("INSERT OR REPLACE INTO counters VALUES($number, $key, $sequence, $slots)", "$number", "$key", "$sequence", "$slots");
        _delete = Command("DELETE FROM counters WHERE number=$number", "$number");
        _birth = Command("INSERT OR REPLACE INTO births VALUES($object, $at)", "$object", "$at");
        _now = Command("INSERT OR REPLACE INTO time VALUES(1, $elapsed, $wall, $boot, $uptime)", "$elapsed", "$wall", "$boot", "$uptime");
    }

    public LimitTime Now => _machine.Now is { } machine ? new LimitTime(TimeSpan.Zero, _time.GetUtcNow(), machine.Boot, machine.Uptime) : new LimitTime(TimeSpan.Zero, _time.GetUtcNow(), null, TimeSpan.Zero);

    /// <param name="machine">Only its clock is asked.</param>
    public static SqliteLimitLedger Open(string path, IClockMemory machine, TimeProvider time) => new(path, machine, time);

    public LimitChanges Load() => Guarded(() =>
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT elapsed, wall, boot, uptime FROM time";
        LimitTime? time = null;
        using (var reader = command.ExecuteReader())
            if (reader.Read())
                time = new LimitTime(new TimeSpan(reader.GetInt64(0)), new DateTimeOffset(reader.GetInt64(1), TimeSpan.Zero), reader.IsDBNull(2) ? null : reader.GetString(2), new TimeSpan(reader.GetInt64(3)));
        var rows = ImmutableArray.CreateBuilder<LimitRow>();
        command.CommandText = "SELECT number, key, sequence, slots FROM counters";
        using (var reader = command.ExecuteReader())
            while (reader.Read())
                if (LimitKey.TryParse(reader.GetString(1), out var key))
                    rows.Add(new LimitRow(reader.GetInt32(0), key, reader.GetInt64(2), Slots((byte[])reader.GetValue(3))));
        var births = ImmutableArray.CreateBuilder<LimitBirth>();
        command.CommandText = "SELECT object, at FROM births";
        using (var reader = command.ExecuteReader())
            while (reader.Read())
                if (LimitObject.TryParse(reader.GetString(0), out var born))
                    births.Add(new LimitBirth(born, new TimeSpan(reader.GetInt64(1))));
        return new LimitChanges(time, rows.ToImmutable(), births.ToImmutable());
    });

    public void Save(LimitChanges changes) => Guarded(() =>
    {
        using var transaction = _connection.BeginTransaction();
        foreach (var row in changes.Rows)
            if (row.Slots.Length > 0) Run(_put, transaction, row.Number, row.Key.ToString(), row.Sequence, Bytes(row.Slots));
            else Run(_delete, transaction, row.Number);
        foreach (var birth in changes.Births) Run(_birth, transaction, birth.Subject.ToString(), birth.At.Ticks);
        if (changes.Time is { } time) Run(_now, transaction, time.Elapsed.Ticks, time.Wall.UtcTicks, time.Boot, time.Uptime.Ticks);
        transaction.Commit();
        return 0;
    });

    public void Dispose()
    {
        _put.Dispose();
        _delete.Dispose();
        _birth.Dispose();
        _now.Dispose();
        _connection.Dispose();
    }

    private static byte[] Bytes(ImmutableArray<LimitSlot> slots)
    {
        var bytes = new byte[slots.Length * SlotBytes];
        for (var place = 0; place < slots.Length; place++)
        {
            var span = bytes.AsSpan(place * SlotBytes);
            BitConverter.TryWriteBytes(span, slots[place].Index);
            BitConverter.TryWriteBytes(span[8..], slots[place].Used);
            BitConverter.TryWriteBytes(span[16..], slots[place].Reserved);
        }

        return bytes;
    }

    private static ImmutableArray<LimitSlot> Slots(byte[] bytes) =>
        [.. Enumerable.Range(0, bytes.Length / SlotBytes).Select(place => new LimitSlot(BitConverter.ToInt64(bytes, place * SlotBytes), BitConverter.ToInt64(bytes, (place * SlotBytes) + 8), BitConverter.ToInt64(bytes, (place * SlotBytes) + 16)))];

    private static void Run(SqliteCommand command, SqliteTransaction transaction, params object?[] values)
    {
        command.Transaction = transaction;
        for (var place = 0; place < values.Length; place++) command.Parameters[place].Value = values[place] ?? DBNull.Value;
        command.ExecuteNonQuery();
    }

    private T Guarded<T>(Func<T> action)
    {
        lock (_lock)
        {
            try
            {
                return action();
            }
            catch (SqliteException exception)
            {
                throw new IOException($"limit-ledger.db: {exception.Message}", exception);
            }
        }
    }

    private SqliteCommand Command(string sql, params string[] parameters)
    {
        var command = _connection.CreateCommand();
#pragma warning disable CA2100 // Constant texts of this class; values go in as parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var parameter in parameters) command.Parameters.Add(new SqliteParameter { ParameterName = parameter });
        return command;
    }
}
