using System.Net;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Standfast.Mail;
using Standfast.Reputation.Feedback.Postmaster;
using Standfast.Reputation.Feedback.Reports;
using Standfast.Reputation.Feedback.Snds;

namespace Standfast.Storage.Sqlite;

/// <content>Questions.</content>
public sealed partial class SqliteReportStore
{
    public IReadOnlyList<DmarcSource> DmarcSources(ReportQuery query) => Read(
        """
        SELECT d.domain, r.ip, r.header_from, SUM(r.messages), SUM(CASE WHEN r.dkim OR r.spf THEN r.messages ELSE 0 END), SUM(r.dkim * r.messages), SUM(r.spf * r.messages),
          SUM(CASE WHEN r.disposition IN ('reject', 'quarantine') THEN r.messages ELSE 0 END), COUNT(DISTINCT d.organization), MAX(r.dkim_domain), MAX(r.spf_domain), MAX(d.end)
        FROM dmarc d JOIN dmarc_rows r ON r.report = d.id WHERE d.end >= $1 AND ($2 IS NULL OR d.domain = $2) GROUP BY d.domain, r.ip, r.header_from ORDER BY 4 DESC, r.ip LIMIT $3
        """,
        reader => new DmarcSource(
            reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5), reader.GetInt64(6), reader.GetInt64(7), reader.GetInt32(8), Text(reader, 9), Text(reader, 10),
            Time(reader, 11)),
        query.Since.UtcTicks, query.Domain?.Value, query.Limit);

    public IReadOnlyList<DmarcSummary> DmarcReports(ReportQuery query) => Read(
        "SELECT domain, organization, report, begin, end, at, origin, policy, messages, passed, truncated FROM dmarc WHERE end >= $1 AND ($2 IS NULL OR domain = $2) ORDER BY end DESC, id DESC LIMIT $3",
        reader => new DmarcSummary(
            reader.GetString(0), reader.GetString(1), reader.GetString(2), Time(reader, 3), Time(reader, 4), Time(reader, 5), reader.GetString(6), Text(reader, 7), reader.GetInt64(8), reader.GetInt64(9), reader.GetInt64(10) != 0),
        query.Since.UtcTicks, query.Domain?.Value, query.Limit);

    public IReadOnlyList<TlsSummary> TlsReports(ReportQuery query) => Read(
        "SELECT domain, organization, report, begin, end, at, origin, policy_type, successful, failed, failures FROM tls WHERE end >= $1 AND ($2 IS NULL OR domain = $2) ORDER BY end DESC, id DESC LIMIT $3",
        reader => new TlsSummary(
            reader.GetString(0), reader.GetString(1), reader.GetString(2), Time(reader, 3), Time(reader, 4), Time(reader, 5), reader.GetString(6), reader.GetString(7), reader.GetInt64(8), reader.GetInt64(9),
            JsonSerializer.Deserialize(reader.GetString(10), ReportJson.Default.IReadOnlyListTlsFailure) ?? []),
        query.Since.UtcTicks, query.Domain?.Value, query.Limit);

    public IReadOnlyList<SndsRow> SndsRows(ReportQuery query) => Read(
        "SELECT ip, begin, end, rcpt, data, recipients, filter, complaints, traps, helo, sender, comments FROM snds WHERE end >= $1 ORDER BY begin DESC, ip LIMIT $2",
        reader => new SndsRow(IPAddress.Parse(reader.GetString(0)), Time(reader, 1), Time(reader, 2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5), reader.GetString(6))
        {
            ComplaintRate = reader.IsDBNull(7) ? null : reader.GetDouble(7),
            TrapHits = reader.GetInt64(8),
            SampleHelo = Text(reader, 9),
            SampleMailFrom = Text(reader, 10),
            Comments = Text(reader, 11),
        },
        query.Since.UtcTicks, query.Limit);

    public IReadOnlyList<SndsStatus> SndsStatuses() => Read(
        "SELECT first, last, blocked, details FROM snds_status ORDER BY first", reader => new SndsStatus(IPAddress.Parse(reader.GetString(0)), IPAddress.Parse(reader.GetString(1)), reader.GetInt64(2) != 0, reader.GetString(3)));

    public IReadOnlyList<PostmasterRow> PostmasterRows(ReportQuery query) => Read(
        "SELECT domain, day, metric, value, word FROM postmaster WHERE day >= $1 AND ($2 IS NULL OR domain = $2) ORDER BY day DESC, domain, metric LIMIT $3",
        reader => new PostmasterRow(DomainName.Parse(reader.GetString(0)), DateOnly.FromDayNumber(reader.GetInt32(1)), reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetDouble(3), Text(reader, 4)),
        DateOnly.FromDateTime(query.Since.UtcDateTime).DayNumber, query.Domain?.Value, query.Limit);

    private List<T> Read<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        lock (_lock)
        {
            try
            {
                using var command = Command(sql, values);
                using var reader = command.ExecuteReader();
                var found = new List<T>();
                while (reader.Read()) found.Add(read(reader));
                return found;
            }
            catch (SqliteException exception)
            {
                throw new IOException($"reports.db: {exception.Message}", exception);
            }
        }
    }

    private static string? Text(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static DateTimeOffset Time(SqliteDataReader reader, int column) => new(reader.GetInt64(column), TimeSpan.Zero);
}
