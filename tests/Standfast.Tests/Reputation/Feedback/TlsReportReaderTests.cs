using System.Text;
using Standfast.Reputation.Feedback.Tls;

namespace Standfast.Tests.Reputation.Feedback;

public sealed class TlsReportReaderTests
{
    // The form of RFC 8460 appendix B.
    public const string Sample = """
        {"organization-name":"Company-X","date-range":{"start-datetime":"2026-01-01T00:00:00Z","end-datetime":"2026-01-01T23:59:59Z"},
         "contact-info":"sts-reporting@company-x.example","report-id":"5065427c-23d3-47ca-b6e0-946ea0e8c4be",
         "policies":[{"policy":{"policy-type":"sts","policy-string":["version: STSv1","mode: testing","mx: *.mail.example.org","max_age: 86400"],"policy-domain":"example.org","mx-host":["*.mail.example.org"]},
           "summary":{"total-successful-session-count":5326,"total-failure-session-count":"303"},
           "failure-details":[{"result-type":"certificate-expired","sending-mta-ip":"2001:db8:abcd:0012::1","receiving-mx-hostname":"mx1.mail.example.org","failed-session-count":100},
             {"result-type":"starttls-not-supported","sending-mta-ip":"2001:db8:abcd:0013::1","receiving-mx-hostname":"mx2.mail.example.org","receiving-ip":"203.0.113.56","failed-session-count":200,
              "additional-information":"https://reports.company-x.example/report_info?id=5065427"},
             {"result-type":"validation-failure","receiving-mx-hostname":"mx-backup.mail.example.org","failed-session-count":3,"failure-reason-code":"X509_V_ERR_PROXY_PATH_LENGTH_EXCEEDED"}]}]}
        """;

    [Fact]
    public void Report_IsReadWhole_HoweverItIsPacked()
    {
        foreach (var packed in (byte[][])[Encoding.UTF8.GetBytes(Sample), FeedbackSamples.Gzip(Encoding.UTF8.GetBytes(Sample)), [.. "\uFEFF"u8, .. Encoding.UTF8.GetBytes(Sample)]])
        {
            Assert.True(TlsReportReader.TryRead(packed, out var report, out var error), error);
            Assert.Equal(("Company-X", "5065427c-23d3-47ca-b6e0-946ea0e8c4be", "sts-reporting@company-x.example"), (report.Organization, report.ReportId, report.ContactInfo));
            Assert.Equal(new DateTimeOffset(2026, 1, 1, 23, 59, 59, TimeSpan.Zero), report.End);
            var policy = Assert.Single(report.Policies);
            Assert.Equal(("sts", "example.org", 5326, 303), (policy.PolicyType, policy.Domain.Value, policy.Successful, policy.Failed));
            Assert.Equal((4, "*.mail.example.org", 3), (policy.Policy.Count, policy.MxHosts[0], policy.Failures.Count));
            Assert.Equal(("certificate-expired", 100, "mx1.mail.example.org"), (policy.Failures[0].ResultType, policy.Failures[0].Sessions, policy.Failures[0].ReceivingMxHost));
            Assert.Equal("X509_V_ERR_PROXY_PATH_LENGTH_EXCEEDED", policy.Failures[2].ReasonCode);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("{\"organization-name\":1}")]
    [InlineData("{\"organization-name\":\"x\",\"report-id\":\"1\",\"date-range\":[],\"policies\":{}}")]
    [InlineData("{\"a\":\"\\ud800\"")]
    public void WhatIsNone_IsRefused_WithAReason(string text)
    {
        Assert.False(TlsReportReader.TryRead(Encoding.UTF8.GetBytes(text), out _, out var error));
        Assert.NotEmpty(error);
    }

    [Fact]
    public void HostileReports_AreBounded()
    {
        Refuse(Encoding.UTF8.GetBytes(new string('[', 4_000_000)));
        Refuse(FeedbackSamples.Gzip(Encoding.UTF8.GetBytes("{\"a\":\"" + new string('a', 50_000_000) + "\"}")));
        var many = string.Concat(Enumerable.Repeat("{\"policy\":{\"policy-type\":\"sts\",\"policy-domain\":\"example.org\"}},", 90_000));
        var text = "{\"organization-name\":\"x\",\"report-id\":\"1\",\"date-range\":{\"start-datetime\":\"2026-01-01T00:00:00Z\",\"end-datetime\":\"2026-01-01T00:00:00Z\"},\"policies\":[" + many.TrimEnd(',') + "]}";
        Assert.True(TlsReportReader.TryRead(Encoding.UTF8.GetBytes(text), out var report, out _));
        Assert.Equal(TlsReport.MaxPolicies, report.Policies.Count);
        var random = new Random(5);
        for (var round = 0; round < 1_000; round++)
        {
            var damaged = Encoding.UTF8.GetBytes(Sample);
            for (var change = random.Next(1, 6); change > 0; change--) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            TlsReportReader.TryRead(damaged.AsMemory(0, random.Next(damaged.Length + 1)), out _, out _);
        }
    }

    private static void Refuse(byte[] packed) => Assert.False(TlsReportReader.TryRead(packed, out _, out _));
}
