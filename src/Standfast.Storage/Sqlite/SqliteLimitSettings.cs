using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Standfast.Policy.Limits;

namespace Standfast.Storage.Sqlite;

/// <summary>Limits set for single objects, in SQLite, every change synced before it returns; look-ups answer from RAM.</summary>
public sealed class SqliteLimitSettings : ILimitSettings, IDisposable
{
    private const string Schema = """
        PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
        CREATE TABLE IF NOT EXISTS limits(object TEXT NOT NULL, kind TEXT NOT NULL, rule TEXT NOT NULL, PRIMARY KEY(object, kind)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS ramps(object TEXT PRIMARY KEY, plan TEXT NOT NULL) WITHOUT ROWID;
        """;

    private readonly Lock _lock = new();
    private readonly SqliteConnection _connection;
    private volatile ImmutableDictionary<LimitObject, ImmutableArray<LimitRule>> _rules;
    private volatile ImmutableDictionary<LimitObject, string> _ramps;
    private volatile int _version;

    private SqliteLimitSettings(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _connection.Open();
        Execute(Schema);
        (_rules, _ramps) = Load();
    }

    public int Version => _version;

    public IReadOnlyDictionary<LimitObject, ImmutableArray<LimitRule>> Rules => _rules;

    public IReadOnlyDictionary<LimitObject, string> Ramps => _ramps;

    public static SqliteLimitSettings Open(string path) => new(path);

    public void Set(LimitObject limited, IReadOnlyList<LimitRule> rules) => Change(() =>
    {
        foreach (var rule in rules) Execute("INSERT OR REPLACE INTO limits VALUES($object, $kind, $rule)", ("$object", limited.ToString()), ("$kind", Kind(rule.Metric, rule.Window)), ("$rule", rule.ToString()));
        return rules.Count;
    });

    public int Remove(LimitObject limited, LimitMetric? metric, LimitWindow? window) => Change(() =>
    {
        var gone = _rules.TryGetValue(limited, out var rules) ? rules.Where(rule => (metric is null || rule.Metric == metric) && (window is null || rule.Window == window)).ToList() : [];
        foreach (var rule in gone) Execute("DELETE FROM limits WHERE object=$object AND kind=$kind", ("$object", limited.ToString()), ("$kind", Kind(rule.Metric, rule.Window)));
        return gone.Count;
    });

    public void SetRamp(LimitObject limited, string? plan) => Change(() => plan is null
        ? Execute("DELETE FROM ramps WHERE object=$object", ("$object", limited.ToString()))
        : Execute("INSERT OR REPLACE INTO ramps VALUES($object, $plan)", ("$object", limited.ToString()), ("$plan", plan)));

    public void Dispose() => _connection.Dispose();

    private static string Kind(LimitMetric metric, LimitWindow window) => $"{LimitText.Name(metric)}/{LimitText.Name(window)}";

    private int Change(Func<int> change)
    {
        lock (_lock)
        {
            try
            {
                int changed;
                using (var transaction = _connection.BeginTransaction())
                {
                    changed = change();
                    transaction.Commit();
                }

                (_rules, _ramps) = Load();
                _version++;
                return changed;
            }
            catch (SqliteException exception)
            {
                throw new IOException($"limits.db: {exception.Message}", exception);
            }
        }
    }

    private (ImmutableDictionary<LimitObject, ImmutableArray<LimitRule>> Rules, ImmutableDictionary<LimitObject, string> Ramps) Load()
    {
        var rules = Read("SELECT object, rule FROM limits ORDER BY object, kind")
            .Select(row => (Subject: LimitObject.TryParse(row.First, out var limited) ? limited : default, Rule: LimitRule.TryParse(row.Second, out var rule) ? rule : null))
            .Where(row => row.Rule is not null).GroupBy(row => row.Subject, row => row.Rule!).ToImmutableDictionary(group => group.Key, group => group.ToImmutableArray());
        var ramps = Read("SELECT object, plan FROM ramps").Select(row => (Subject: LimitObject.TryParse(row.First, out var limited) ? limited : default, row.Second))
            .ToImmutableDictionary(row => row.Subject, row => row.Second);
        return (rules, ramps);
    }

#pragma warning disable CA2100 // Constant texts of this class; values go in as parameters.
    private List<(string First, string Second)> Read(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<(string, string)>();
        while (reader.Read()) rows.Add((reader.GetString(0), reader.GetString(1)));
        return rows;
    }

    private int Execute(string sql, params (string Name, object Value)[] parameters)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value);
        return command.ExecuteNonQuery();
    }
#pragma warning restore CA2100
}
