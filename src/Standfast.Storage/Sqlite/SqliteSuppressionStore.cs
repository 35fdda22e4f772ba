using Microsoft.Data.Sqlite;
using Standfast.Mail;
using Standfast.Policy.Suppression;

namespace Standfast.Storage.Sqlite;

/// <summary>Suppressions in SQLite, every change synced before it returns. May be called concurrently.</summary>
public sealed class SqliteSuppressionStore : ISuppressionStore, IDisposable
{
    // An empty account stands for all, an empty stream for all of the account.
    private const string Schema = """
        PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
        CREATE TABLE IF NOT EXISTS suppressions(
            address TEXT NOT NULL, account TEXT NOT NULL, stream TEXT NOT NULL, reason INTEGER NOT NULL, at INTEGER NOT NULL, source TEXT, message TEXT, cause TEXT,
            PRIMARY KEY(address, account, stream, reason)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS suppressions_cause ON suppressions(cause) WHERE cause IS NOT NULL;
        """;

    private const string Columns = "address, account, stream, reason, at, source, message, cause";

    private readonly Lock _lock = new();
    private readonly string _name;
    private readonly SqliteConnection _connection;

    private SqliteSuppressionStore(string path)
    {
        _name = Path.GetFileName(path);
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _connection.Open();
        using var command = _connection.CreateCommand();
        command.CommandText = Schema;
        command.ExecuteNonQuery();
    }

    /// <exception cref="IOException">It cannot be opened.</exception>
    public static SqliteSuppressionStore Open(string path)
    {
        try
        {
            return new SqliteSuppressionStore(path);
        }
        catch (SqliteException exception)
        {
            throw new IOException($"{path}: {exception.Message}", exception);
        }
    }

    public IEnumerable<SuppressedAddress> ReadAll()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = $"SELECT {Columns} FROM suppressions";
        using var reader = Guarded(() => command.ExecuteReader());
        while (Guarded(() => reader.Read())) yield return Entry(reader);
    }

    public int Add(IReadOnlyList<SuppressedAddress> entries)
    {
        lock (_lock) return Guarded(() => AddLocked(entries));
    }

    public IReadOnlyList<SuppressedAddress> Remove(SuppressionQuery query)
    {
        lock (_lock)
            return Guarded(() =>
            {
                using var command = CommandFor(query, "DELETE FROM suppressions", $"RETURNING {Columns}");
                return ReadAll(command);
            });
    }

    public IReadOnlyList<SuppressedAddress> Find(SuppressionQuery query)
    {
        lock (_lock)
            return Guarded(() =>
            {
                using var command = CommandFor(query, $"SELECT {Columns} FROM suppressions", "ORDER BY address, account, stream, reason LIMIT $limit");
                command.Parameters.AddWithValue("$limit", query.Limit);
                var page = ReadAll(command);
                if (page.Count < query.Limit || query.Address is not null) return page;
                // All of the last address, so that the next page can begin after it.
                var last = page[^1].Address;
                page.RemoveAll(entry => entry.Address == last);
                page.AddRange(FindLocked(query with { Address = last, After = "" }));
                return page;
            });
    }

    public void Dispose() => _connection.Dispose();

    private List<SuppressedAddress> FindLocked(SuppressionQuery query)
    {
        using var command = CommandFor(query, $"SELECT {Columns} FROM suppressions", "ORDER BY account, stream, reason");
        return ReadAll(command);
    }

    private int AddLocked(IReadOnlyList<SuppressedAddress> entries)
    {
        using var transaction = _connection.BeginTransaction();
        using var command = _connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"INSERT OR IGNORE INTO suppressions({Columns}) VALUES($address, $account, $stream, $reason, $at, $source, $message, $cause)";
        var parameters = Array.ConvertAll((string[])["$address", "$account", "$stream", "$reason", "$at", "$source", "$message", "$cause"], name => command.Parameters.AddWithValue(name, DBNull.Value));
        var added = 0;
        foreach (var entry in entries)
        {
            parameters[0].Value = entry.Address.Value;
            parameters[1].Value = entry.Scope.Account?.Value ?? "";
            parameters[2].Value = entry.Scope.Stream?.Value ?? "";
            parameters[3].Value = (int)entry.Reason;
            parameters[4].Value = entry.At.UtcTicks;
            parameters[5].Value = (object?)entry.Source ?? DBNull.Value;
            parameters[6].Value = (object?)entry.Message?.ToString() ?? DBNull.Value;
            parameters[7].Value = (object?)entry.Cause ?? DBNull.Value;
            added += command.ExecuteNonQuery();
        }

        transaction.Commit();
        return added;
    }

    private SqliteCommand CommandFor(SuppressionQuery query, string verb, string end)
    {
        var command = _connection.CreateCommand();
        var conditions = new List<string>();
        void Where(string condition, string name, object? value)
        {
            if (value is null) return;
            conditions.Add(condition);
            command.Parameters.AddWithValue(name, value);
        }

        Where("address=$address", "$address", query.Address?.Value);
        Where("account=$account", "$account", query.OnlyGlobal ? "" : query.Account?.Value);
        Where("stream=$stream", "$stream", query.OnlyWholeAccount ? "" : query.Stream?.Value);
        Where("reason=$reason", "$reason", query.Reason is { } reason ? (int)reason : null);
        Where("cause=$cause", "$cause", query.Cause);
        Where("address>$after", "$after", query.After.Length > 0 ? query.After : null);
#pragma warning disable CA2100 // Constant texts of this class; values go in as parameters.
        command.CommandText = $"{verb} {(conditions.Count > 0 ? "WHERE " + string.Join(" AND ", conditions) : "")} {end}";
#pragma warning restore CA2100
        return command;
    }

    private static List<SuppressedAddress> ReadAll(SqliteCommand command)
    {
        using var reader = command.ExecuteReader();
        var entries = new List<SuppressedAddress>();
        while (reader.Read()) entries.Add(Entry(reader));
        return entries;
    }

    private static SuppressedAddress Entry(SqliteDataReader row)
    {
        var (account, stream) = (row.GetString(1), row.GetString(2));
        var scope = account.Length == 0 ? SuppressionScope.Global : SuppressionScope.Of(AccountId.Parse(account), stream.Length == 0 ? null : StreamName.Parse(stream));
        return new SuppressedAddress(AddressKey.FromStored(row.GetString(0)), scope, (SuppressionReason)row.GetInt32(3), new DateTimeOffset(row.GetInt64(4), TimeSpan.Zero))
        {
            Source = row.IsDBNull(5) ? null : row.GetString(5),
            Message = row.IsDBNull(6) || !SpoolId.TryParse(row.GetString(6), out var id) ? null : id,
            Cause = row.IsDBNull(7) ? null : row.GetString(7),
        };
    }

    private T Guarded<T>(Func<T> step)
    {
        try
        {
            return step();
        }
        catch (SqliteException exception)
        {
            throw new IOException($"{_name}: {exception.Message}", exception);
        }
    }
}
