using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Standfast.Accounts;
using Standfast.Mail;

namespace Standfast.Storage.Sqlite;

/// <summary>
/// Accounts in SQLite, every change synced before it is acknowledged; look-ups answer from an immutable copy in RAM. Secrets are
/// 160 random bits, so their plain SHA-256 cannot be guessed back; a slow hash would only slow down logins.
/// </summary>
public sealed class SqliteAccountStore : IAccountStore, IDisposable
{
    private const string Alphabet = "abcdefghijkmnpqrstuvwxyz23456789";

    private const string Schema = """
        PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
        CREATE TABLE IF NOT EXISTS accounts(id TEXT PRIMARY KEY, created INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS credentials(user TEXT PRIMARY KEY, account TEXT NOT NULL, hash BLOB NOT NULL, description TEXT, created INTEGER NOT NULL, revoked INTEGER);
        CREATE TABLE IF NOT EXISTS domains(name TEXT PRIMARY KEY, account TEXT NOT NULL, created INTEGER NOT NULL, verified INTEGER, selector TEXT, local TEXT NOT NULL, mailboxes TEXT NOT NULL);
        """;

    private readonly Lock _lock = new();
    private readonly SqliteConnection _connection;
    private readonly TimeProvider _time;
    private volatile Snapshot _snapshot;

    private SqliteAccountStore(string path, TimeProvider time)
    {
        _time = time;
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _connection.Open();
        Execute(Schema);
        foreach (var column in CredentialRows.MissingColumns(_connection)) Execute($"ALTER TABLE credentials ADD COLUMN {column}");
        _snapshot = Load();
    }

    public IReadOnlyList<Account> Accounts => [.. _snapshot.Accounts.Values];

    public IReadOnlyList<Credential> Credentials => [.. _snapshot.Credentials.Values.Select(entry => entry.Credential)];

    public IReadOnlyList<SenderDomain> Domains => [.. _snapshot.Domains.Values];

    public static SqliteAccountStore Open(string path, TimeProvider time) => new(path, time);

    public SenderDomain? FindDomain(DomainName name) => _snapshot.Domains.GetValueOrDefault(name);

    public Credential? FindCredential(string userName) => _snapshot.Credentials.TryGetValue(userName, out var entry) ? entry.Credential : null;

    public Credential? Authenticate(string userName, ReadOnlySpan<byte> secret)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(secret, hash);
        var known = _snapshot.Credentials.TryGetValue(userName, out var entry);
        // An unknown user costs the same comparison as a known one.
        var matches = CryptographicOperations.FixedTimeEquals(hash, known ? entry.Hash : Snapshot.NoHash);
        return known && matches && entry.Credential.RevokedAt is null ? entry.Credential : null;
    }

    public Task<Account> AddAccountAsync(AccountId id, CancellationToken cancellationToken) => Change<Account>(() =>
    {
        if (_snapshot.Accounts.ContainsKey(id)) throw new AccountConflictException($"account {id} exists already");
        Execute("INSERT INTO accounts VALUES($id, $now)", ("$id", id.Value), ("$now", Now));
        return () => _snapshot.Accounts[id];
    });

    public Task<(Credential Credential, string Secret)> AddCredentialAsync(NewCredential credential, CancellationToken cancellationToken) => Change<(Credential Credential, string Secret)>(() =>
    {
        RequireAccount(credential.Account);
        var user = $"{credential.Account}-{RandomText(8)}";
        // The prefix tells those who scan repositories for leaked secrets what they have found.
        var secret = (credential.Kind == CredentialKind.ApiKey ? "sfk_" : "sf_") + RandomText(32);
        Execute(CredentialRows.Insert, CredentialRows.Values(user, credential, SHA256.HashData(Encoding.ASCII.GetBytes(secret)), Now));
        return () => (_snapshot.Credentials[user].Credential, secret);
    });

    public Task<bool> RevokeCredentialAsync(string userName, CancellationToken cancellationToken) => Change<bool>(() =>
    {
        var changed = Execute("UPDATE credentials SET revoked=$now WHERE user=$user AND revoked IS NULL", ("$now", Now), ("$user", userName));
        return () => changed > 0;
    });

    public Task<SenderDomain> AddDomainAsync(SenderDomain domain, CancellationToken cancellationToken) => Change<SenderDomain>(() =>
    {
        RequireAccount(domain.Account);
        if (_snapshot.Domains.ContainsKey(domain.Name)) throw new AccountConflictException($"domain {domain.Name} exists already");
        var local = domain.Local switch
        {
            LocalDelivery.Maildir => "maildir",
            LocalDelivery.Lmtp lmtp => "lmtp:" + lmtp.Endpoint,
            _ => "none",
        };
        Execute(
            "INSERT INTO domains VALUES($name, $account, $now, NULL, $selector, $local, $mailboxes)",
            ("$name", domain.Name.Value), ("$account", domain.Account.Value), ("$now", Now), ("$selector", domain.DkimSelector),
            ("$local", local), ("$mailboxes", string.Join('\n', domain.Mailboxes)));
        return () => _snapshot.Domains[domain.Name];
    });

    public Task<SenderDomain> MarkVerifiedAsync(DomainName name, DateTimeOffset at, CancellationToken cancellationToken) => Change<SenderDomain>(() =>
    {
        if (Execute("UPDATE domains SET verified=$at WHERE name=$name", ("$at", at.UtcTicks), ("$name", name.Value)) == 0)
            throw new AccountConflictException($"there is no domain {name}");
        return () => _snapshot.Domains[name];
    });

    public void Dispose() => _connection.Dispose();

    private long Now => _time.GetUtcNow().UtcTicks;

    private static string RandomText(int length) => RandomNumberGenerator.GetString(Alphabet, length);

    private void RequireAccount(AccountId id)
    {
        if (!_snapshot.Accounts.ContainsKey(id)) throw new AccountConflictException($"there is no account {id}; add it with \"standfast account add {id}\"");
    }

    /// <summary>The step writes; what it returns reads the new snapshot.</summary>
    private Task<T> Change<T>(Func<Func<T>> step)
    {
        lock (_lock)
        {
            try
            {
                var read = step();
                _snapshot = Load();
                return Task.FromResult(read());
            }
            catch (AccountConflictException exception)
            {
                return Task.FromException<T>(exception);
            }
        }
    }

    private Snapshot Load()
    {
        var accounts = new Dictionary<AccountId, Account>();
        Read("SELECT id, created FROM accounts ORDER BY id", row =>
        {
            var account = new Account(AccountId.Parse(row.GetString(0)), Time(row.GetInt64(1)));
            accounts.Add(account.Id, account);
        });
        var credentials = new Dictionary<string, (Credential, byte[])>(StringComparer.Ordinal);
        Read(CredentialRows.Select, row => credentials.Add(row.GetString(0), CredentialRows.Read(row)));
        var domains = new Dictionary<DomainName, SenderDomain>();
        Read("SELECT name, account, created, verified, selector, local, mailboxes FROM domains ORDER BY name", row =>
        {
            var local = row.GetString(5);
            var domain = new SenderDomain(DomainName.Parse(row.GetString(0)), AccountId.Parse(row.GetString(1)), Time(row.GetInt64(2)))
            {
                VerifiedAt = row.IsDBNull(3) ? null : Time(row.GetInt64(3)),
                DkimSelector = Text(row, 4),
                Local = local == "maildir" ? new LocalDelivery.Maildir() : local.StartsWith("lmtp:", StringComparison.Ordinal) ? new LocalDelivery.Lmtp(local[5..]) : LocalDelivery.None,
                Mailboxes = [.. row.GetString(6).Split('\n', StringSplitOptions.RemoveEmptyEntries)],
            };
            domains.Add(domain.Name, domain);
        });
        return new Snapshot(accounts, credentials, domains);
    }

    private static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

#pragma warning disable CA2100 // Constant texts of this class; values go in as parameters.
    private void Read(string sql, Action<SqliteDataReader> row)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        while (reader.Read()) row(reader);
    }

    private int Execute(string sql, params (string Name, object? Value)[] parameters)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        return command.ExecuteNonQuery();
    }
#pragma warning restore CA2100

    private sealed record Snapshot(
        Dictionary<AccountId, Account> Accounts, Dictionary<string, (Credential Credential, byte[] Hash)> Credentials, Dictionary<DomainName, SenderDomain> Domains)
    {
        public static byte[] NoHash { get; } = new byte[SHA256.HashSizeInBytes];
    }
}
