using Microsoft.Data.Sqlite;
using Standfast.Mail;
using Standfast.Policy.Consent;
using Standfast.Policy.Suppression;

namespace Standfast.Storage.Sqlite;

/// <summary>Consent in SQLite, every change synced before it returns. May be called concurrently.</summary>
public sealed class SqliteConsentStore : IConsentStore, IDisposable
{
    private const string Schema = """
        PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
        CREATE TABLE IF NOT EXISTS consents(
            address TEXT NOT NULL, account TEXT NOT NULL, stream TEXT NOT NULL, at INTEGER NOT NULL, how TEXT NOT NULL, source TEXT, proof TEXT,
            PRIMARY KEY(address, account, stream, at, how)) WITHOUT ROWID;
        """;

    private const string Columns = "address, account, stream, at, how, source, proof";

    private readonly Lock _lock = new();
    private readonly string _name;
    private readonly SqliteConnection _connection;

    private SqliteConsentStore(string path)
    {
        _name = Path.GetFileName(path);
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _connection.Open();
        using var command = _connection.CreateCommand();
        command.CommandText = Schema;
        command.ExecuteNonQuery();
    }

    /// <exception cref="IOException">It cannot be opened.</exception>
    public static SqliteConsentStore Open(string path)
    {
        try
        {
            return new SqliteConsentStore(path);
        }
        catch (SqliteException exception)
        {
            throw new IOException($"{path}: {exception.Message}", exception);
        }
    }

    public IEnumerable<(AccountId Account, StreamName Stream, AddressKey Address)> ReadAll()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT DISTINCT address, account, stream FROM consents";
        using var reader = Guarded(() => command.ExecuteReader());
        while (Guarded(() => reader.Read())) yield return (AccountId.Parse(reader.GetString(1)), StreamName.Parse(reader.GetString(2)), AddressKey.FromStored(reader.GetString(0)));
    }

    public int Add(IReadOnlyList<ConsentRecord> records)
    {
        lock (_lock) return Guarded(() => AddLocked(records));
    }

    public IReadOnlyList<ConsentRecord> Find(ConsentQuery query)
    {
        lock (_lock)
            return Guarded(() =>
            {
                var page = FindLocked(query);
                if (page.Count < query.Limit || query.Address is not null) return page;
                // All of the last address, so that the next page can begin after it.
                var last = page[^1].Address;
                page.RemoveAll(record => record.Address == last);
                page.AddRange(FindLocked(query with { Address = last, After = "", Limit = int.MaxValue }));
                return page;
            });
    }

    public void Dispose() => _connection.Dispose();

    private int AddLocked(IReadOnlyList<ConsentRecord> records)
    {
        using var transaction = _connection.BeginTransaction();
        using var command = _connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"INSERT OR IGNORE INTO consents({Columns}) VALUES($address, $account, $stream, $at, $how, $source, $proof)";
        var parameters = Array.ConvertAll((string[])["$address", "$account", "$stream", "$at", "$how", "$source", "$proof"], name => command.Parameters.AddWithValue(name, DBNull.Value));
        var added = 0;
        foreach (var record in records)
        {
            parameters[0].Value = record.Address.Value;
            parameters[1].Value = record.Account.Value;
            parameters[2].Value = record.Stream.Value;
            parameters[3].Value = record.At.UtcTicks;
            parameters[4].Value = record.How;
            parameters[5].Value = (object?)record.SourceAddress ?? DBNull.Value;
            parameters[6].Value = (object?)record.Proof ?? DBNull.Value;
            added += command.ExecuteNonQuery();
        }

        transaction.Commit();
        return added;
    }

    private List<ConsentRecord> FindLocked(ConsentQuery query)
    {
        using var command = _connection.CreateCommand();
        var conditions = new List<string> { "address>$after" };
        command.Parameters.AddWithValue("$after", query.After);
        command.Parameters.AddWithValue("$limit", query.Limit);
        void Where(string condition, string name, string? value)
        {
            if (value is null) return;
            conditions.Add(condition);
            command.Parameters.AddWithValue(name, value);
        }

        Where("address=$address", "$address", query.Address?.Value);
        Where("account=$account", "$account", query.Account?.Value);
        Where("stream=$stream", "$stream", query.Stream?.Value);
#pragma warning disable CA2100 // Constant texts of this class; values go in as parameters.
        command.CommandText = $"SELECT {Columns} FROM consents WHERE {string.Join(" AND ", conditions)} ORDER BY address, account, stream, at LIMIT $limit";
#pragma warning restore CA2100
        using var row = command.ExecuteReader();
        var records = new List<ConsentRecord>();
        while (row.Read())
            records.Add(new ConsentRecord(AccountId.Parse(row.GetString(1)), StreamName.Parse(row.GetString(2)), AddressKey.FromStored(row.GetString(0)), new DateTimeOffset(row.GetInt64(3), TimeSpan.Zero), row.GetString(4))
            {
                SourceAddress = row.IsDBNull(5) ? null : row.GetString(5),
                Proof = row.IsDBNull(6) ? null : row.GetString(6),
            });
        return records;
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
