using System.Text;
using Standfast.Mail;
using Standfast.Reputation.Bounces;

namespace Standfast.Tests.Reputation.Bounces;

public sealed class BounceReaderTests
{
    private const string Standard = """
        Return-Path: <>
        From: Mail Delivery System <MAILER-DAEMON@mx.example.net>
        To: <bounce+abc@shop.example>
        Subject: Undelivered Mail Returned to Sender
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="b"

        --b
        Content-Type: text/plain

        I'm sorry to have to inform you that your message could not be delivered.

        <ada@example.org>: host mail.example.org[192.0.2.1] said: 550 5.1.1 No such
            user here (in reply to RCPT TO command)

        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example.net
        Original-Envelope-Id: m-7

        Final-Recipient: rfc822; ada@example.org
        Original-Recipient: rfc822;Ada.L@example.net
        Action: failed
        Status: 5.0.0
        Remote-MTA: dns; Mail.example.org
        Diagnostic-Code: smtp; 550 5.1.1 No such
            user here

        Final-Recipient: rfc822; bob@example.org
        Action: delayed
        Status: 4.4.1

        --b
        Content-Type: message/rfc822

        Message-ID: <m1@shop.example>
        From: Shop <orders@shop.example>
        To: ada@example.org
        Subject: Your order

        Hello
        --b--
        """;

    [Fact]
    public void Standard_NamesEveryRecipient()
    {
        var report = Read(Standard);
        Assert.True(report.IsStandard);
        Assert.Equal("mx.example.net", report.ReportingMta);
        Assert.Equal("m-7", report.EnvelopeId);
        Assert.Equal("m1@shop.example", report.MessageId);
        Assert.Equal("orders@shop.example", report.OriginalFrom);
        Assert.Equal(2, report.Recipients.Length);
        var ada = report.Recipients[0];
        Assert.Equal(("ada@example.org", "Ada.L@example.net", BounceAction.Failed), (ada.Address, ada.OriginalAddress, ada.Action));
        // 5.0.0 says nothing; the diagnostic text does.
        Assert.Equal(new EnhancedStatusCode(5, 1, 1), ada.Status);
        Assert.Equal("550 5.1.1 No such user here", ada.Diagnostic);
        Assert.Equal("mail.example.org", ada.RemoteMta);
        var bob = report.Recipients[1];
        Assert.Equal(("bob@example.org", BounceAction.Delayed, new EnhancedStatusCode(4, 4, 1)), (bob.Address, bob.Action, bob.Status!.Value));
    }

    [Fact]
    public void TextForPeople_IsReadLineByLine()
    {
        var report = Read("""
            From: MAILER-DAEMON@mx.example.net
            To: orders@shop.example
            Subject: failure notice

            Hi. This is the mail program at mx.example.net.
            I'm afraid I wasn't able to deliver your message to the following addresses.

            <ada@example.org>:
            192.0.2.1 does not like recipient.
            Remote host said: 550 5.1.1 unknown user
            Giving up on 192.0.2.1.

            <bob@example.org>:
            Remote host said: 552 5.2.2 mailbox full

            --- Below this line is a copy of the message.

            Message-ID: <m2@shop.example>
            From: orders@shop.example
            To: ada@example.org, bob@example.org, carol@example.org
            Subject: hello

            550 5.1.1 carol@example.org
            """);
        Assert.False(report.IsStandard);
        Assert.Equal("m2@shop.example", report.MessageId);
        Assert.Equal(["ada@example.org", "bob@example.org"], report.Recipients.Select(recipient => recipient.Address));
        Assert.Equal([new EnhancedStatusCode(5, 1, 1), new EnhancedStatusCode(5, 2, 2)], report.Recipients.Select(recipient => recipient.Status!.Value));
        Assert.StartsWith("552 5.2.2 mailbox full", report.Recipients[1].Diagnostic, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Auto-Submitted: auto-replied\nFrom: ada@example.org\nSubject: Re: Your order\n\nI am on holiday until Monday.", InboundKind.AutoReply)]
    [InlineData("From: ada@example.org\nSubject: Out of office: Your order\n\nBack soon.", InboundKind.AutoReply)]
    [InlineData("From: ada@example.org\nSubject: Re: Your order\n\nThe parcel was not delivered. My neighbour is bob@example.org.", InboundKind.Other)]
    [InlineData("From: ada@example.org\nSubject: Question\n\nWhen do you open?", InboundKind.Other)]
    [InlineData("", InboundKind.Other)]
    [InlineData("no header at all", InboundKind.Other)]
    [InlineData("From: a@example.org\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\n\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nVersion: 1\n\n--b--", InboundKind.FeedbackReport)]
    [InlineData("From: a@example.org\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n--b\nContent-Type: message/disposition-notification\n\nDisposition: manual-action/MDN-sent-manually; displayed\n\n--b--", InboundKind.ReadReceipt)]
    public void OtherMail_IsToldApart(string message, InboundKind kind)
    {
        Assert.Equal(kind, BounceReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(message)), out var report));
        Assert.Null(report);
    }

    [Fact]
    public void Mutations_NeverThrow()
    {
        var random = new Random(5);
        var original = Encoding.UTF8.GetBytes(Standard);
        for (var round = 0; round < 2_000; round++)
        {
            var bytes = original.ToArray();
            for (var change = random.Next(1, 12); change > 0; change--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var cut = random.Next(bytes.Length);
            BounceReader.Read(new MemoryStream(bytes, 0, round % 2 == 0 ? bytes.Length : cut), out var report);
            Assert.True(report is null || report.Recipients.All(recipient => recipient.Address.Length <= 320 && recipient.Diagnostic.Length <= 2_000 && recipient.Explanation.Length <= 2_000));
        }
    }

    [Fact]
    public void Recipients_AreBounded()
    {
        var message = new StringBuilder("From: MAILER-DAEMON@a.example\nMIME-Version: 1.0\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; a.example\n\n");
        for (var index = 0; index < 5_000; index++) message.Append($"Final-Recipient: rfc822; u{index}@example.org\nAction: failed\nStatus: 5.1.1\n\n");
        Assert.Equal(BounceReader.MaxRecipients, Read(message.ToString()).Recipients.Length);
        message.Clear().Append("From: MAILER-DAEMON@a.example\nSubject: Undeliverable\n\n");
        for (var index = 0; index < 20_000; index++) message.Append($"<u{index}@example.org>: 550 5.1.1 unknown\n");
        Assert.InRange(Read(message.ToString()).Recipients.Length, 1, BounceReader.MaxRecipients);
    }

    [Fact]
    public void PartsWithoutEnd_AreCut()
    {
        var message = "From: MAILER-DAEMON@a.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n" + string.Concat(Enumerable.Repeat("--b\n\n", 100_000));
        // Once before: what is made for the first reader of a process is not its cost.
        BounceReader.Read(new MemoryStream(Encoding.ASCII.GetBytes(message)), out _);
        var before = GC.GetAllocatedBytesForCurrentThread();
        BounceReader.Read(new MemoryStream(Encoding.ASCII.GetBytes(message)), out _);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000_000);
    }

    private static BounceReport Read(string message)
    {
        Assert.True(BounceReader.TryRead(new MemoryStream(Encoding.UTF8.GetBytes(message)), out var report));
        return report;
    }
}
