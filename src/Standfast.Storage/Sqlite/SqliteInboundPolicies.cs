using Microsoft.Data.Sqlite;
using Standfast.Policy.Inbound;

namespace Standfast.Storage.Sqlite;

/// <summary>Inbound policies of domains in SQLite, every change synced before it returns. May be called concurrently.</summary>
public sealed class SqliteInboundPolicies : IInboundPolicyStore, IDisposable
{
    private const string Schema = """
        PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
        CREATE TABLE IF NOT EXISTS policies(domain TEXT PRIMARY KEY, dnsbl INTEGER NOT NULL, malware INTEGER NOT NULL, spam INTEGER NOT NULL, greylisting INTEGER NOT NULL) WITHOUT ROWID;
        """;

    private readonly Lock _lock = new();
    private readonly SqliteConnection _connection;

    private SqliteInboundPolicies(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _connection.Open();
        Execute(Schema);
    }

    public static SqliteInboundPolicies Open(string path) => new(path);

    public IReadOnlyDictionary<string, InboundPolicy> Load()
    {
        lock (_lock)
        {
            using var command = _connection.CreateCommand();
            command.CommandText = "SELECT domain, dnsbl, malware, spam, greylisting FROM policies";
            using var reader = command.ExecuteReader();
            var policies = new Dictionary<string, InboundPolicy>();
            while (reader.Read()) policies[reader.GetString(0)] = new InboundPolicy((InboundAction)reader.GetInt32(1), (InboundAction)reader.GetInt32(2), (InboundAction)reader.GetInt32(3), reader.GetBoolean(4));
            return policies;
        }
    }

    public void Save(string domain, InboundPolicy policy) => Execute(
        "INSERT OR REPLACE INTO policies VALUES($domain, $dnsbl, $malware, $spam, $greylisting)",
        ("$domain", domain), ("$dnsbl", (int)policy.Dnsbl), ("$malware", (int)policy.Malware), ("$spam", (int)policy.Spam), ("$greylisting", policy.IsGreylisting));

    public void Remove(string domain) => Execute("DELETE FROM policies WHERE domain = $domain", ("$domain", domain));

    public void Dispose() => _connection.Dispose();

    private void Execute(string text, params (string Name, object Value)[] values)
    {
        lock (_lock)
        {
            try
            {
                using var command = _connection.CreateCommand();
                command.CommandText = text;
                foreach (var (name, value) in values) command.Parameters.AddWithValue(name, value);
                command.ExecuteNonQuery();
            }
            catch (SqliteException exception)
            {
                throw new IOException($"inbound.db: {exception.Message}", exception);
            }
        }
    }
}
