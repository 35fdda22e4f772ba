using Microsoft.Data.Sqlite;
using Standfast.Mail;
using Standfast.Policy.Suppression;
using Standfast.Policy.Tracking;

namespace Standfast.Storage.Sqlite;

/// <summary>Who reads what, in SQLite. Nothing of it is acknowledged to anybody, so that it is synced when the log is. May be called concurrently.</summary>
public sealed class SqliteEngagementStore : IEngagementStore, IDisposable
{
    private const string Schema = """
        PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;
        CREATE TABLE IF NOT EXISTS engagement(
            account TEXT NOT NULL, stream TEXT NOT NULL, address TEXT NOT NULL, first_sent INTEGER NOT NULL, last_sent INTEGER NOT NULL, last_engaged INTEGER,
            PRIMARY KEY(account, stream, address)) WITHOUT ROWID;
        """;

    private const string Columns = "account, stream, address, first_sent, last_sent, last_engaged";

    private readonly Lock _lock = new();
    private readonly string _name;
    private readonly SqliteConnection _connection;

    private SqliteEngagementStore(string path)
    {
        _name = Path.GetFileName(path);
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _connection.Open();
        using var command = _connection.CreateCommand();
        command.CommandText = Schema;
        command.ExecuteNonQuery();
    }

    /// <exception cref="IOException">It cannot be opened.</exception>
    public static SqliteEngagementStore Open(string path)
    {
        try
        {
            return new SqliteEngagementStore(path);
        }
        catch (SqliteException exception)
        {
            throw new IOException($"{path}: {exception.Message}", exception);
        }
    }

    public Engagement? Find(AccountId account, StreamName stream, AddressKey address) =>
        Read($"SELECT {Columns} FROM engagement WHERE account=$account AND stream=$stream AND address=$address", account, stream, ("$address", address.Value)).FirstOrDefault();

    public IReadOnlyList<Engagement> FindQuiet(AccountId account, StreamName stream, DateTimeOffset since, string after, int limit) => Read(
        $"SELECT {Columns} FROM engagement WHERE account=$account AND stream=$stream AND address>$after AND COALESCE(last_engaged, first_sent)<$since AND last_sent>COALESCE(last_engaged, first_sent) ORDER BY address LIMIT $limit",
        account, stream, ("$after", after), ("$since", since.UtcTicks), ("$limit", limit));

    public void Add(IReadOnlyList<EngagementSign> signs)
    {
        try
        {
            lock (_lock) AddLocked(signs);
        }
        catch (SqliteException exception)
        {
            throw new IOException($"{_name}: {exception.Message}", exception);
        }
    }

    public void Dispose() => _connection.Dispose();

    private void AddLocked(IReadOnlyList<EngagementSign> signs)
    {
        using var transaction = _connection.BeginTransaction();
        using var command = _connection.CreateCommand();
        command.Transaction = transaction;
        // MAX of SQLite is null where one of its arguments is.
        command.CommandText = """
            INSERT INTO engagement(account, stream, address, first_sent, last_sent, last_engaged) VALUES($account, $stream, $address, $at, $at, $engaged)
            ON CONFLICT(account, stream, address) DO UPDATE SET
                last_sent=CASE WHEN $engaged IS NULL THEN MAX(last_sent, $at) ELSE last_sent END,
                last_engaged=CASE WHEN $engaged IS NULL THEN last_engaged ELSE MAX(COALESCE(last_engaged, $engaged), $engaged) END
            """;
        var parameters = Array.ConvertAll((string[])["$account", "$stream", "$address", "$at", "$engaged"], name => command.Parameters.AddWithValue(name, DBNull.Value));
        foreach (var sign in signs)
        {
            parameters[0].Value = sign.Account.Value;
            parameters[1].Value = sign.Stream.Value;
            parameters[2].Value = sign.Address.Value;
            parameters[3].Value = sign.At.UtcTicks;
            parameters[4].Value = sign.IsEngaged ? sign.At.UtcTicks : DBNull.Value;
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    private List<Engagement> Read(string query, AccountId account, StreamName stream, params (string Name, object Value)[] values)
    {
        try
        {
            lock (_lock)
            {
                using var command = _connection.CreateCommand();
#pragma warning disable CA2100 // Constant texts of this class; values go in as parameters.
                command.CommandText = query;
#pragma warning restore CA2100
                command.Parameters.AddWithValue("$account", account.Value);
                command.Parameters.AddWithValue("$stream", stream.Value);
                foreach (var (name, value) in values) command.Parameters.AddWithValue(name, value);
                using var row = command.ExecuteReader();
                var found = new List<Engagement>();
                while (row.Read()) found.Add(new Engagement(account, stream, AddressKey.FromStored(row.GetString(2)), At(row.GetInt64(3)), At(row.GetInt64(4)), row.IsDBNull(5) ? null : At(row.GetInt64(5))));
                return found;
            }
        }
        catch (SqliteException exception)
        {
            throw new IOException($"{_name}: {exception.Message}", exception);
        }
    }

    private static DateTimeOffset At(long ticks) => new(ticks, TimeSpan.Zero);
}
