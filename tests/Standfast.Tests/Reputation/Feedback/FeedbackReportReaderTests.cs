using System.Net;
using Standfast.Reputation.Feedback.Complaints;

namespace Standfast.Tests.Reputation.Feedback;

public sealed class FeedbackReportReaderTests
{
    // The form of RFC 5965 appendix B.2.
    private const string Fields = """
        Feedback-Type: abuse
        User-Agent: SomeGenerator/1.0
        Version: 1
        Original-Mail-From: <somespammer@example.net>
        Original-Rcpt-To: <user@example.com>
        Original-Rcpt-To: other@example.com
        Arrival-Date: Thu, 8 Mar 2005 14:00:00 -0500
        Reporting-MTA: dns; mail.example.com
        Source-IP: 192.0.2.1
        Incidents: 3
        Authentication-Results: mail.example.com;
                       spf=fail smtp.mail=somespammer@example.com
        Reported-Domain: example.net
        Reported-Uri: http://example.net/earn_money.html
        Reported-Uri: mailto:user@example.com
        Removal-Recipient: user@example.com
        """;

    [Fact]
    public void Arf_IsReadWhole()
    {
        var report = Read(FeedbackSamples.Arf(Fields, "From: <me@example.org>\nMessage-ID: <1@example.org>\nCFBL-Feedback-ID: 111:222\nSubject: Earn money\n\nbody"))!;
        Assert.Equal((FeedbackType.Abuse, "abuse", "arf", "SomeGenerator/1.0", "1"), (report.Type, report.TypeName, report.Format, report.UserAgent, report.Version));
        Assert.Equal(("somespammer@example.net", "dns; mail.example.com", 3, "fbl@provider.example"), (report.OriginalMailFrom, report.ReportingMta, report.Incidents, report.Reporter));
        Assert.Equal(["user@example.com", "other@example.com"], report.OriginalRecipients);
        Assert.Equal(new DateTimeOffset(2005, 3, 8, 19, 0, 0, TimeSpan.Zero), report.ArrivalDate);
        Assert.Equal(IPAddress.Parse("192.0.2.1"), report.SourceIp);
        Assert.Equal(["mail.example.com; spf=fail smtp.mail=somespammer@example.com"], report.AuthenticationResults);
        Assert.Equal(["http://example.net/earn_money.html", "mailto:user@example.com"], report.ReportedUris);
        Assert.Equal(("1@example.org", "111:222", "Earn money"), (report.ReturnedMessageId, report.CfblFeedbackId, report.Returned["Subject"]));
        Assert.True(report.IsComplaint);
        Assert.Null(report.Failure);
    }

    [Theory]
    [InlineData("abuse", FeedbackType.Abuse, true)]
    [InlineData("Fraud", FeedbackType.Fraud, true)]
    [InlineData("opt-out", FeedbackType.OptOut, true)]
    [InlineData("virus", FeedbackType.Virus, false)]
    [InlineData("not-spam", FeedbackType.NotSpam, false)]
    [InlineData("auth-failure", FeedbackType.AuthenticationFailure, false)]
    [InlineData("made-up", FeedbackType.Other, false)]
    public void Types_AreThoseOfTheRegistry_AndOnlyThreeAreComplaints(string name, FeedbackType type, bool isComplaint)
    {
        var report = Read(FeedbackSamples.Arf($"Feedback-Type: {name}\nUser-Agent: a/1\nVersion: 1", "Subject: x\n\n"))!;
        Assert.Equal((type, isComplaint), (report.Type, report.IsComplaint));
    }

    // RFC 6591 appendix B.
    [Fact]
    public void AuthenticationFailure_IsReadWhole()
    {
        var report = Read(FeedbackSamples.Arf("""
            Feedback-Type: auth-failure
            User-Agent: someISP!Mail/1.0
            Version: 1
            Original-Mail-From: anexample.reply@a.sender.example
            Original-Envelope-Id: o3F52gxO029144
            Authentication-Results: mta1011.mail.tp2.receiver.example; dkim=fail (bodyhash) header.d=sender.example
            Auth-Failure: bodyhash
            DKIM-Canonicalized-Body: VGhpcyBpcyBhIG1lc3NhZ2UgYm9keSB0
            DKIM-Domain: sender.example
            DKIM-Identity: @sender.example
            DKIM-Selector: testkey
            Identity-Alignment: dkim
            Delivery-Result: reject
            Arrival-Date: 8 Oct 2011 20:15:58 +0000 (GMT)
            Source-IP: 192.0.2.1
            Source-Port: 25001
            Reported-Domain: a.sender.example
            """, "From: x@sender.example\n\n"))!;
        Assert.Equal(FeedbackType.AuthenticationFailure, report.Type);
        Assert.Equal(("bodyhash", "sender.example", "@sender.example", "testkey", "dkim", "reject"), (report.Failure!.Kind, report.Failure.DkimDomain, report.Failure.DkimIdentity, report.Failure.DkimSelector, report.Failure.IdentityAlignment, report.Failure.DeliveryResult));
        Assert.Equal(("o3F52gxO029144", 25001), (report.OriginalEnvelopeId, report.SourcePort));
        Assert.NotNull(report.ArrivalDate);
    }

    [Fact]
    public void MislabelledParts_AreReadForWhatTheyAre()
    {
        var text = FeedbackSamples.Arf(Fields, "Subject: Earn money\n\nbody");
        Assert.Equal("user@example.com", Read(text.Replace("message/feedback-report", "text/plain", StringComparison.Ordinal))!.OriginalRecipients[0]);
        Assert.Equal("Earn money", Read(text.Replace("message/rfc822", "text/plain", StringComparison.Ordinal))!.Returned["Subject"]);
        Assert.Equal("user@example.com", Read(text.Replace("multipart/report; report-type=feedback-report", "multipart/mixed", StringComparison.Ordinal))!.OriginalRecipients[0]);
        Assert.Null(Read(text.Replace("message/feedback-report", "text/plain", StringComparison.Ordinal).Replace("multipart/report; report-type=feedback-report", "multipart/mixed", StringComparison.Ordinal)));
    }

    [Fact]
    public void Forwards_OfKnownReporters_AreComplaints()
    {
        const string forward = """
            From: <staff@hotmail.com>
            Subject: complaint about message from 192.0.2.7
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary="b"

            --b
            Content-Type: message/rfc822

            X-HmXmrOriginalRecipient: <ann@hotmail.com>
            Return-Path: bounce-1@example.org
            Subject: news

            body
            --b--
            """;
        var report = Read(forward)!;
        Assert.Equal((FeedbackType.Abuse, "microsoft", "ann@hotmail.com", "bounce-1@example.org"), (report.Type, report.Format, report.OriginalRecipients[0], report.OriginalMailFrom));
        Assert.Equal((IPAddress.Parse("192.0.2.7"), "news"), (report.SourceIp, report.Returned["Subject"]));
        Assert.Null(Read(forward.Replace("staff@hotmail.com", "ann@hotmail.com", StringComparison.Ordinal)));
        Assert.Null(Read(forward.Replace("complaint about", "your", StringComparison.Ordinal)));
    }

    [Fact]
    public void AppleUnsubscribe_IsAnOptOut()
    {
        var report = Read("From: Ann <ann@icloud.example>\nTo: unsubscribe+x@example.org\nX-Apple-Unsubscribe: true\n\nApple Mail sent this email.")!;
        Assert.Equal((FeedbackType.OptOut, "ann@icloud.example"), (report.Type, report.OriginalRecipients[0]));
    }

    [Theory]
    [InlineData("Subject: hello\n\nFeedback-Type: abuse\nVersion: 1")]
    [InlineData("Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; a.example\n\nFinal-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1\n--b--")]
    [InlineData("")]
    public void OtherMail_IsNoReport(string text) => Assert.Null(Read(text));

    [Fact]
    public void Sources_AreCheckedWhenTheyAreRead()
    {
        var (_, mistakes) = FeedbackSourceFile.Read("version = 2\n[[reporter]]\nname = \"x\"\nfrom = [\"Upper@example.org\"]");
        Assert.Equal(3, mistakes.Count);
        Assert.Single(FeedbackSourceFile.Read("version = ").Mistakes);
    }

    private static FeedbackReport? Read(string text) => FeedbackSamples.Reader.Read(FeedbackSamples.Parse(text));
}
