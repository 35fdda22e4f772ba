using System.Text.Json;
using Microsoft.Data.Sqlite;
using Standfast.Reputation.Feedback.Dmarc;
using Standfast.Reputation.Feedback.Postmaster;
using Standfast.Reputation.Feedback.Reports;
using Standfast.Reputation.Feedback.Snds;
using Standfast.Reputation.Feedback.Tls;

namespace Standfast.Storage.Sqlite;

/// <summary>Reports in SQLite, every change synced before it returns. May be called concurrently.</summary>
public sealed partial class SqliteReportStore : IReportStore, IDisposable
{
    /// <summary>Rows of one report that are kept, those of most messages; ours.</summary>
    private const int MaxRowsOfReport = 5_000;

    /// <summary>Of all reports; ours, some 300 MB. Beyond it the oldest reports go.</summary>
    private const long MaxRows = 2_000_000;

    /// <summary>A year and a month; ours.</summary>
    private static readonly TimeSpan s_keptFor = TimeSpan.FromDays(396);

    private const string Schema = """
        PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;
        CREATE TABLE IF NOT EXISTS dmarc(id INTEGER PRIMARY KEY, organization TEXT NOT NULL, report TEXT NOT NULL, domain TEXT NOT NULL, begin INTEGER NOT NULL, end INTEGER NOT NULL, at INTEGER NOT NULL,
          origin TEXT NOT NULL, policy TEXT, messages INTEGER NOT NULL, passed INTEGER NOT NULL, truncated INTEGER NOT NULL, UNIQUE(organization, report, domain));
        CREATE INDEX IF NOT EXISTS dmarc_at ON dmarc(at);
        CREATE INDEX IF NOT EXISTS dmarc_end ON dmarc(end);
        CREATE TABLE IF NOT EXISTS dmarc_rows(report INTEGER NOT NULL REFERENCES dmarc(id) ON DELETE CASCADE, ip TEXT NOT NULL, messages INTEGER NOT NULL, disposition TEXT NOT NULL, dkim INTEGER NOT NULL,
          spf INTEGER NOT NULL, header_from TEXT NOT NULL, dkim_domain TEXT, spf_domain TEXT);
        CREATE INDEX IF NOT EXISTS dmarc_rows_report ON dmarc_rows(report);
        CREATE TABLE IF NOT EXISTS tls(id INTEGER PRIMARY KEY, organization TEXT NOT NULL, report TEXT NOT NULL, domain TEXT NOT NULL, policy_type TEXT NOT NULL, begin INTEGER NOT NULL, end INTEGER NOT NULL,
          at INTEGER NOT NULL, origin TEXT NOT NULL, successful INTEGER NOT NULL, failed INTEGER NOT NULL, failures TEXT NOT NULL, UNIQUE(organization, report, domain, policy_type));
        CREATE INDEX IF NOT EXISTS tls_at ON tls(at);
        CREATE TABLE IF NOT EXISTS snds(ip TEXT NOT NULL, begin INTEGER NOT NULL, end INTEGER NOT NULL, rcpt INTEGER NOT NULL, data INTEGER NOT NULL, recipients INTEGER NOT NULL, filter TEXT NOT NULL,
          complaints REAL, traps INTEGER NOT NULL, helo TEXT, sender TEXT, comments TEXT, PRIMARY KEY(ip, begin)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS snds_status(first TEXT NOT NULL, last TEXT NOT NULL, blocked INTEGER NOT NULL, details TEXT NOT NULL, PRIMARY KEY(first, last)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS postmaster(domain TEXT NOT NULL, day INTEGER NOT NULL, metric TEXT NOT NULL, value REAL, word TEXT, PRIMARY KEY(domain, day, metric)) WITHOUT ROWID;
        """;

    private readonly Lock _lock = new();
    private readonly SqliteConnection _connection;
    private long _rows;

    private SqliteReportStore(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _connection.Open();
        Run(Schema);
        using var command = Command("SELECT COUNT(*) FROM dmarc_rows");
        _rows = (long)command.ExecuteScalar()!;
    }

    public static SqliteReportStore Open(string path) => new(path);

    public bool Add(DmarcReport report, string origin, DateTimeOffset at) => Change(() =>
    {
        using var insert = Command(
            "INSERT OR IGNORE INTO dmarc(organization, report, domain, begin, end, at, origin, policy, messages, passed, truncated) VALUES($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)",
            report.Organization, report.ReportId, report.Domain.Value, report.Begin.UtcTicks, report.End.UtcTicks, at.UtcTicks, origin, report.Policy, report.Messages,
            report.Records.Where(record => record.Passes).Sum(record => record.Count), report.IsTruncated ? 1 : 0);
        if (insert.ExecuteNonQuery() == 0) return false;
        using var last = Command("SELECT last_insert_rowid()");
        var id = (long)last.ExecuteScalar()!;
        // Rows that differ only in what is not kept are one.
        var rows = report.Records.GroupBy(RowOf).Select(group => (Row: group.Key, Messages: group.Sum(record => record.Count))).OrderByDescending(row => row.Messages).Take(MaxRowsOfReport);
        foreach (var (row, messages) in rows)
        {
            using var add = Command("INSERT INTO dmarc_rows VALUES($1,$2,$3,$4,$5,$6,$7,$8,$9)", id, row.Ip, messages, row.Disposition, row.Dkim ? 1 : 0, row.Spf ? 1 : 0, row.HeaderFrom, row.DkimDomain, row.SpfDomain);
            add.ExecuteNonQuery();
            _rows++;
        }

        Prune(at);
        return true;
    });

    public bool Add(TlsReport report, TlsPolicyResult policy, string origin, DateTimeOffset at) => Change(() =>
    {
        using var insert = Command(
            "INSERT OR IGNORE INTO tls(organization, report, domain, policy_type, begin, end, at, origin, successful, failed, failures) VALUES($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)",
            report.Organization, report.ReportId, policy.Domain.Value, policy.PolicyType, report.Begin.UtcTicks, report.End.UtcTicks, at.UtcTicks, origin, policy.Successful, policy.Failed,
            JsonSerializer.Serialize(policy.Failures, ReportJson.Default.IReadOnlyListTlsFailure));
        if (insert.ExecuteNonQuery() == 0) return false;
        Prune(at);
        return true;
    });

    public void Add(SndsFile file, DateTimeOffset at) => Change(() =>
    {
        foreach (var row in file.Rows)
        {
            using var insert = Command(
                "INSERT OR REPLACE INTO snds VALUES($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12)", row.Ip.ToString(), row.Begin.UtcTicks, row.End.UtcTicks, row.RcptCommands, row.DataCommands, row.Recipients, row.Filter,
                row.ComplaintRate, row.TrapHits, row.SampleHelo, row.SampleMailFrom, row.Comments);
            insert.ExecuteNonQuery();
        }

        if (file.Statuses.Count > 0) Run("DELETE FROM snds_status");
        foreach (var status in file.Statuses)
        {
            using var insert = Command("INSERT OR REPLACE INTO snds_status VALUES($1,$2,$3,$4)", status.First.ToString(), status.Last.ToString(), status.IsBlocked ? 1 : 0, status.Details);
            insert.ExecuteNonQuery();
        }

        Prune(at);
        return true;
    });

    public void Add(IReadOnlyList<PostmasterRow> rows) => Change(() =>
    {
        foreach (var row in rows)
        {
            using var insert = Command("INSERT OR REPLACE INTO postmaster VALUES($1,$2,$3,$4,$5)", row.Domain.Value, row.Day.DayNumber, row.Metric, row.Value, row.Text);
            insert.ExecuteNonQuery();
        }

        return true;
    });

    public void Dispose() => _connection.Dispose();

    private static (string Ip, string Disposition, bool Dkim, bool Spf, string HeaderFrom, string? DkimDomain, string? SpfDomain) RowOf(DmarcRecord record) =>
        (record.SourceIp?.ToString() ?? "", record.Disposition, record.Dkim == "pass", record.Spf == "pass", record.HeaderFrom,
            (record.DkimResults.FirstOrDefault(result => result.Result == "pass") ?? (record.DkimResults is [var first, ..] ? first : null))?.Domain, record.SpfResults is [var spf, ..] ? spf.Domain : null);

    private void Prune(DateTimeOffset now)
    {
        var oldest = (now - s_keptFor).UtcTicks;
        foreach (var sql in (string[])["DELETE FROM dmarc WHERE at < $1", "DELETE FROM tls WHERE at < $1", "DELETE FROM snds WHERE begin < $1"])
        {
            using var delete = Command(sql, oldest);
            if (delete.ExecuteNonQuery() > 0) CountRows();
        }

        while (_rows > MaxRows)
        {
            // A tenth at once, so that it is seldom.
            Run("DELETE FROM dmarc WHERE id IN (SELECT id FROM dmarc ORDER BY at LIMIT (SELECT COUNT(*) / 10 + 1 FROM dmarc))");
            CountRows();
        }
    }

    private void CountRows()
    {
        using var count = Command("SELECT COUNT(*) FROM dmarc_rows");
        _rows = (long)count.ExecuteScalar()!;
    }

    private T Change<T>(Func<T> work)
    {
        lock (_lock)
        {
            try
            {
                using var transaction = _connection.BeginTransaction();
                var result = work();
                transaction.Commit();
                return result;
            }
            catch (SqliteException exception)
            {
                throw new IOException($"reports.db: {exception.Message}", exception);
            }
        }
    }

    private void Run(string sql)
    {
        using var command = Command(sql);
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql, params ReadOnlySpan<object?> values)
    {
        var command = _connection.CreateCommand();
#pragma warning disable CA2100 // Constant texts of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var index = 0; index < values.Length; index++) command.Parameters.AddWithValue($"${index + 1}", values[index] ?? DBNull.Value);
        return command;
    }
}
