using System.Text;
using Standfast.Mail;
using Standfast.Reputation.Feedback.Parts;
using Standfast.Reputation.Feedback.Reports;

namespace Standfast.Tests.Reputation.Feedback;

public sealed class ReportReaderTests
{
    private static readonly ReportReader s_reader = new(FeedbackSamples.Reader);

    private static byte[] DmarcXml => Encoding.UTF8.GetBytes(FeedbackSamples.Dmarc(FeedbackSamples.Row()));

    [Theory]
    [InlineData("application/gzip", "a.xml.gz")]
    [InlineData("application/octet-stream", "wrong.zip")]
    public void DmarcByMail_IsFound_WhateverItCallsItself(string type, string name)
    {
        var message = Mail("multipart/mixed; boundary=b", $"--b\nContent-Type: text/plain\n\nThis is an aggregate report.\n--b\nContent-Type: {type}; name=\"{name}\"\nContent-Transfer-Encoding: base64\n\n{Base64(FeedbackSamples.Gzip(DmarcXml))}\n--b--");
        Assert.Equal("example.org", Assert.IsType<ReceivedReport.Dmarc>(s_reader.Read(message)).Report.Domain.Value);
    }

    [Fact]
    public void ReportsThatAreTheWholeBody_AreFound()
    {
        Assert.IsType<ReceivedReport.Dmarc>(s_reader.Read(Mail("application/zip; name=a.zip", Base64(FeedbackSamples.Zip(("a.xml", DmarcXml))), "base64")));
        Assert.IsType<ReceivedReport.Tls>(s_reader.Read(Mail("application/tlsrpt+json", TlsReportReaderTests.Sample)));
        Assert.IsType<ReceivedReport.Feedback>(s_reader.Read(FeedbackSamples.Parse(FeedbackSamples.Arf("Feedback-Type: abuse\nUser-Agent: a\nVersion: 1", "Subject: x\n\n"))));
    }

    [Fact]
    public void OtherMail_IsNone()
    {
        Assert.IsType<ReceivedReport.None>(s_reader.Read(Mail("text/plain", "hello")));
        Assert.IsType<ReceivedReport.None>(s_reader.Read(Mail("text/html", "<feedback></feedback>")));
        Assert.Contains("no DMARC report", Assert.IsType<ReceivedReport.None>(s_reader.Read(Mail("text/xml", "<feedback></feedback>"))).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_AreKnownByWhatIsInThem()
    {
        Assert.IsType<ReceivedReport.Dmarc>(File(DmarcXml));
        Assert.IsType<ReceivedReport.Dmarc>(File(FeedbackSamples.Zip(("a.xml", DmarcXml))));
        Assert.IsType<ReceivedReport.Tls>(File(FeedbackSamples.Gzip(Encoding.UTF8.GetBytes(TlsReportReaderTests.Sample))));
        Assert.IsType<ReceivedReport.Snds>(File(Encoding.UTF8.GetBytes(ProviderFileTests.Snds)));
        Assert.IsType<ReceivedReport.Postmaster>(File("Date,Spam rate\n2026-09-01,1%"u8.ToArray(), "example.org"));
        Assert.IsType<ReceivedReport.None>(File("Date,Spam rate\n2026-09-01,1%"u8.ToArray()));
        Assert.IsType<ReceivedReport.Feedback>(File(Encoding.UTF8.GetBytes(FeedbackSamples.Arf("Feedback-Type: abuse\nUser-Agent: a\nVersion: 1", "Subject: x\n\n"))));
        Assert.IsType<ReceivedReport.None>(File([]));
        Assert.IsType<ReceivedReport.None>(File([0x1F, 0x8B, 1, 2, 3]));
        Assert.IsType<ReceivedReport.None>(File("PK\u0003\u0004"u8.ToArray()));
    }

    private static ReceivedReport File(byte[] content, string? domain = null) => s_reader.Read(content, domain is null ? null : DomainName.Parse(domain));

    private static PartedMessage Mail(string type, string body, string encoding = "8bit") => FeedbackSamples.Parse($"From: <r@provider.example>\nSubject: Report Domain: example.org\nContent-Type: {type}\nContent-Transfer-Encoding: {encoding}\n\n{body}");

    private static string Base64(byte[] content) => Convert.ToBase64String(content, Base64FormattingOptions.InsertLineBreaks);
}
