using System.Net;
using System.Text;
using Standfast.Mail;
using Standfast.Reputation.Feedback.Dmarc;
using Standfast.Reputation.Feedback.Postmaster;
using Standfast.Reputation.Feedback.Reports;
using Standfast.Reputation.Feedback.Snds;
using Standfast.Reputation.Feedback.Tls;
using Standfast.Storage.Sqlite;
using Standfast.Tests.Reputation.Feedback;

namespace Standfast.Tests.Storage;

public sealed class SqliteReportStoreTests : IDisposable
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly DomainName s_domain = DomainName.Parse("example.org");
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Dmarc_IsKeptOnce_AndAddedUpBySource()
    {
        using (var store = Open())
        {
            Assert.True(store.Add(Dmarc("google.com", "1", FeedbackSamples.Row("192.0.2.1", 3) + FeedbackSamples.Row("192.0.2.1", 4) + FeedbackSamples.Row("198.51.100.9", 50, "fail")), "file", s_now));
            Assert.False(store.Add(Dmarc("google.com", "1", FeedbackSamples.Row()), "file", s_now));
            Assert.True(store.Add(Dmarc("yahoo.com", "1", FeedbackSamples.Row("192.0.2.1", 100)), "file", s_now));
        }

        using var reopened = Open();
        var sources = reopened.DmarcSources(Query());
        Assert.Equal([("192.0.2.1", 107, 107, 2), ("198.51.100.9", 50, 0, 1)], sources.Select(source => (source.SourceIp, source.Messages, source.Passed, source.Reporters)));
        Assert.Equal(("example.org", "example.org", "bounce.example.net"), (sources[0].HeaderFrom, sources[0].DkimDomain, sources[0].SpfDomain));
        var reports = reopened.DmarcReports(Query());
        Assert.Equal(["yahoo.com", "google.com"], reports.Select(report => report.Organization));
        Assert.Equal((57, 7, "quarantine"), (reports[1].Messages, reports[1].Passed, reports[1].Policy));
        Assert.Empty(reopened.DmarcReports(Query() with { Since = s_now.AddDays(1) }));
        Assert.Empty(reopened.DmarcSources(Query() with { Domain = DomainName.Parse("example.net") }));
        Assert.Single(reopened.DmarcSources(Query() with { Limit = 1 }));
    }

    [Fact]
    public void OldReports_Go()
    {
        using var store = Open();
        store.Add(Dmarc("google.com", "1", FeedbackSamples.Row()), "file", s_now);
        store.Add(Dmarc("google.com", "2", FeedbackSamples.Row()), "file", s_now.AddDays(400));
        Assert.Equal("2", Assert.Single(store.DmarcReports(Query())).ReportId);
        Assert.Equal(3, Assert.Single(store.DmarcSources(Query())).Messages);
    }

    [Fact]
    public void OfAReportOfManyRows_ThoseOfMostMessagesAreKept()
    {
        using var store = Open();
        var records = Enumerable.Range(1, 6_000).Select(number => new DmarcRecord(new IPAddress(number), number) { HeaderFrom = "example.org" }).ToList();
        store.Add(Dmarc("google.com", "1", "") with { Records = records }, "file", s_now);
        Assert.Equal(6_000L * 6_001 / 2, store.DmarcReports(Query())[0].Messages);
        Assert.Equal(6_000, store.DmarcSources(Query())[0].Messages);
    }

    [Fact]
    public void TlsSndsAndPostmaster_ComeBackAsTheyWere()
    {
        Assert.True(TlsReportReader.TryRead(Encoding.UTF8.GetBytes(TlsReportReaderTests.Sample), out var tls, out _));
        var snds = SndsFile.Read(ProviderFileTests.Snds) with { Statuses = [new SndsStatus(IPAddress.Parse("192.0.2.0"), IPAddress.Parse("192.0.2.9"), true, "why")] };
        IReadOnlyList<PostmasterRow> rows = [new(s_domain, new DateOnly(2026, 1, 1), "spam", 0.5, null), new(s_domain, new DateOnly(2026, 1, 2), "word", null, "HIGH")];
        using (var store = Open())
        {
            Assert.True(store.Add(tls, tls.Policies[0], "r@x.example", s_now));
            Assert.False(store.Add(tls, tls.Policies[0], "r@x.example", s_now));
            store.Add(snds, s_now);
            store.Add(snds, s_now);
            store.Add(rows);
            store.Add([rows[0] with { Value = 0.25 }]);
        }

        using var reopened = Open();
        var kept = Assert.Single(reopened.TlsReports(Query()));
        Assert.Equal((5326, 303, 3, "r@x.example"), (kept.Successful, kept.Failed, kept.Failures.Count, kept.Origin));
        Assert.Equal(tls.Policies[0].Failures, kept.Failures);
        Assert.Equal(snds.Rows.OrderBy(row => row.Ip.ToString()), reopened.SndsRows(Query()));
        Assert.Equal(snds.Statuses, reopened.SndsStatuses());
        Assert.Equal([rows[1], rows[0] with { Value = 0.25 }], reopened.PostmasterRows(Query()));
    }

    public void Dispose() => _folder.Dispose();

    private static ReportQuery Query() => new(null, new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero), 100);

    private static DmarcReport Dmarc(string organization, string id, string rows)
    {
        Assert.True(DmarcReportReader.TryRead(Encoding.UTF8.GetBytes(FeedbackSamples.Dmarc(rows)), out var report, out var error), error);
        return report with { Organization = organization, ReportId = id };
    }

    private SqliteReportStore Open() => SqliteReportStore.Open(_folder.File("reports.db"));
}
