using System.Text;
using Microsoft.Extensions.Time.Testing;
using Standfast.Accounts;
using Standfast.Mail;
using Standfast.Reputation.Feedback.Dmarc;
using Standfast.Reputation.Feedback.Reports;
using Standfast.Reputation.Feedback.Tls;
using Standfast.Storage.Sqlite;
using Standfast.Tests.Storage;

namespace Standfast.Tests.Reputation.Feedback;

public sealed class ReportIntakeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero));
    private readonly SqliteAccountStore _accounts;
    private readonly SqliteReportStore _store;
    private readonly ReportIntake _intake;

    public ReportIntakeTests()
    {
        _accounts = SqliteAccountStore.Open(_folder.File("accounts.db"), _time);
        _store = SqliteReportStore.Open(_folder.File("reports.db"));
        _intake = new ReportIntake(_store, _accounts, [DomainName.Parse("bounce.example.net")], _time);
        _accounts.AddAccountAsync(AccountId.Parse("shop"), CancellationToken.None).GetAwaiter().GetResult();
        _accounts.AddDomainAsync(new SenderDomain(DomainName.Parse("example.org"), AccountId.Parse("shop"), _time.GetUtcNow()), CancellationToken.None).GetAwaiter().GetResult();
    }

    [Theory]
    [InlineData("example.org", true)]
    [InlineData("news.example.org", true)]
    [InlineData("bounce.example.net", true)]
    [InlineData("example.net", false)]
    [InlineData("badexample.org", false)]
    public void OnlyReportsAboutOurDomains_AreKept(string domain, bool isOurs)
    {
        var taken = _intake.Take(Dmarc(domain, "1"), "r@x.example", isTrusted: false);
        Assert.Equal((isOurs ? 1 : 0, !isOurs), (taken.Added, taken.IsRefused));
        Assert.Equal(isOurs ? 1 : 0, _store.DmarcReports(new ReportQuery(null, DateTimeOffset.UnixEpoch, 10)).Count);
    }

    [Fact]
    public void AReportThatComesTwice_IsKeptOnce()
    {
        _intake.Take(Dmarc("example.org", "1"), "r@x.example", isTrusted: false);
        var again = _intake.Take(Dmarc("example.org", "1"), "file", isTrusted: true);
        Assert.Equal((0, false), (again.Added, again.IsRefused));
    }

    [Fact]
    public void AFlood_IsLeftOut_AndTheNextDayIsOpen()
    {
        // Spent by repeats, which cost no room: what counts is how often somebody makes us work.
        for (var number = 0; number < ReportIntake.MaxReportsADay; number++) Assert.False(_intake.Take(Dmarc("example.org", "1"), "x", isTrusted: false).IsRefused);
        Assert.True(_intake.Take(Dmarc("example.org", "2"), "x", isTrusted: false).IsRefused);
        Assert.False(_intake.Take(Dmarc("example.org", "2"), "file", isTrusted: true).IsRefused);
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, _intake.Take(Dmarc("example.org", "3"), "x", isTrusted: false).Added);
    }

    [Fact]
    public void OfATlsReport_PoliciesOfStrangersAreLeftOut()
    {
        Assert.True(TlsReportReader.TryRead(Encoding.UTF8.GetBytes(TlsReportReaderTests.Sample), out var report, out _));
        var both = report with { Policies = [report.Policies[0], report.Policies[0] with { Domain = DomainName.Parse("stranger.example") }] };
        Assert.Equal(1, _intake.Take(new ReceivedReport.Tls(both), "x", isTrusted: false).Added);
        Assert.True(_intake.Take(new ReceivedReport.Tls(report with { Policies = [] }), "x", isTrusted: false).IsRefused);
    }

    [Fact]
    public void Exports_AreTakenFromTheOwnerAlone()
    {
        var file = new ReceivedReport.Snds(Standfast.Reputation.Feedback.Snds.SndsFile.Read(ProviderFileTests.Snds));
        Assert.True(_intake.Take(file, "x", isTrusted: false).IsRefused);
        Assert.Equal(2, _intake.Take(file, "file", isTrusted: true).Added);
    }

    public void Dispose()
    {
        _store.Dispose();
        _accounts.Dispose();
        _folder.Dispose();
    }

    private static ReceivedReport.Dmarc Dmarc(string domain, string id)
    {
        Assert.True(DmarcReportReader.TryRead(Encoding.UTF8.GetBytes(FeedbackSamples.Dmarc(FeedbackSamples.Row(), domain)), out var report, out var error), error);
        return new ReceivedReport.Dmarc(report with { ReportId = id });
    }
}
