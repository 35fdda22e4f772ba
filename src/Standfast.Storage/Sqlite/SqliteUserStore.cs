using System.Collections.Frozen;
using Microsoft.Data.Sqlite;
using Standfast.Accounts;
using Standfast.Accounts.Users;

namespace Standfast.Storage.Sqlite;

/// <summary>Users of the console in SQLite, every change synced before it is acknowledged; look-ups answer from an immutable copy in RAM.</summary>
public sealed class SqliteUserStore : IUserStore, IDisposable
{
    private const string Schema = """
        PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
        CREATE TABLE IF NOT EXISTS users(name TEXT PRIMARY KEY, role TEXT NOT NULL, created INTEGER NOT NULL, hash TEXT NOT NULL, totp BLOB, pending BLOB, step INTEGER NOT NULL DEFAULT 0);
        """;

    private readonly Lock _lock = new();
    private readonly SqliteConnection _connection;
    private readonly TimeProvider _time;
    private volatile FrozenDictionary<string, StoredUser> _users;

    private SqliteUserStore(string path, TimeProvider time)
    {
        _time = time;
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _connection.Open();
        Execute(Schema);
        _users = Load();
    }

    public IReadOnlyList<ConsoleUser> Users => [.. _users.Values.Select(stored => stored.User).OrderBy(user => user.Name, StringComparer.Ordinal)];

    public static SqliteUserStore Open(string path, TimeProvider time) => new(path, time);

    public StoredUser? Find(string name) => _users.GetValueOrDefault(name);

    public Task<ConsoleUser> AddAsync(string name, UserRole role, string passwordHash, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_users.ContainsKey(name)) return Task.FromException<ConsoleUser>(new AccountConflictException($"user {name} exists already"));
            ChangeLocked("INSERT INTO users(name, role, created, hash) VALUES($name, $role, $now, $hash)", ("$name", name), ("$role", role.ToString()), ("$now", _time.GetUtcNow().UtcTicks), ("$hash", passwordHash));
            return Task.FromResult(_users[name].User);
        }
    }

    public Task<bool> RemoveAsync(string name, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (Find(name)?.User.Role == UserRole.Owner && _users.Values.Count(stored => stored.User.Role == UserRole.Owner) == 1)
                return Task.FromException<bool>(new AccountConflictException($"user {name} is the last owner; add another first"));
            return Task.FromResult(ChangeLocked("DELETE FROM users WHERE name=$name", ("$name", name)));
        }
    }

    public Task<bool> SetPasswordAsync(string name, string passwordHash, CancellationToken cancellationToken) =>
        Change("UPDATE users SET hash=$hash WHERE name=$name", ("$hash", passwordHash), ("$name", name));

    public Task<bool> OfferTotpAsync(string name, byte[]? key, CancellationToken cancellationToken) => key is null
        ? Change("UPDATE users SET totp=NULL, pending=NULL WHERE name=$name", ("$name", name))
        : Change("UPDATE users SET pending=$key WHERE name=$name", ("$key", key), ("$name", name));

    public Task<bool> ConfirmTotpAsync(string name, long step, CancellationToken cancellationToken) =>
        Change("UPDATE users SET totp=pending, pending=NULL, step=$step WHERE name=$name AND pending IS NOT NULL", ("$step", step), ("$name", name));

    public Task<bool> TakeTotpStepAsync(string name, long step, CancellationToken cancellationToken) =>
        Change("UPDATE users SET step=$step WHERE name=$name AND step<$step", ("$step", step), ("$name", name));

    public void Dispose() => _connection.Dispose();

    private Task<bool> Change(string sql, params (string Name, object Value)[] parameters)
    {
        lock (_lock) return Task.FromResult(ChangeLocked(sql, parameters));
    }

    private bool ChangeLocked(string sql, params (string Name, object Value)[] parameters)
    {
        if (Execute(sql, parameters) == 0) return false;
        _users = Load();
        return true;
    }

    private FrozenDictionary<string, StoredUser> Load()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT name, role, created, hash, totp, pending FROM users";
        using var reader = command.ExecuteReader();
        var users = new List<StoredUser>();
        while (reader.Read())
        {
            var totp = reader.IsDBNull(4) ? null : (byte[])reader.GetValue(4);
            var user = new ConsoleUser(reader.GetString(0), Enum.Parse<UserRole>(reader.GetString(1)), new DateTimeOffset(reader.GetInt64(2), TimeSpan.Zero)) { HasTotp = totp is not null };
            users.Add(new StoredUser(user, reader.GetString(3), totp, reader.IsDBNull(5) ? null : (byte[])reader.GetValue(5)));
        }

        return users.ToFrozenDictionary(stored => stored.User.Name, StringComparer.Ordinal);
    }

#pragma warning disable CA2100 // Constant texts of this class; values go in as parameters.
    private int Execute(string sql, params (string Name, object Value)[] parameters)
    {
        try
        {
            using var command = _connection.CreateCommand();
            command.CommandText = sql;
            foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value);
            return command.ExecuteNonQuery();
        }
        catch (SqliteException exception)
        {
            throw new IOException($"users.db: {exception.Message}", exception);
        }
    }
#pragma warning restore CA2100
}
