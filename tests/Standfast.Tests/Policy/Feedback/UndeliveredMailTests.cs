using System.Text;
using Microsoft.Extensions.Time.Testing;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Policy.Feedback;
using Standfast.Policy.Suppression;
using Standfast.Reputation.Bounces;
using Standfast.Reputation.Classification;
using Standfast.Tests.Policy.Suppression;
using Standfast.Tests.Queue;

namespace Standfast.Tests.Policy.Feedback;

public sealed class UndeliveredMailTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
    private static readonly SpoolId s_message = SpoolId.Create(s_now, new byte[10]);
    private static readonly AccountId s_shop = AccountId.Parse("shop");

    private readonly FakeEventLog _events = new();
    private readonly SuppressionList _list = new(new FakeSuppressionStore(), new byte[16]);
    private readonly UndeliveredMail _undelivered;

    public UndeliveredMailTests()
    {
        _undelivered = new UndeliveredMail(new ReplyClassifier(ReplyRules.Empty), _list, _events, new FakeTimeProvider(s_now), suppresses: true);
        _events.Append(
            [
                new MailEvent(s_message, s_now, MailEventKind.Accepted) { Account = s_shop, Stream = StreamName.Bulk },
                new MailEvent(s_message, s_now, MailEventKind.Delivered) { Recipient = "Ann@example.net", Attempt = AttemptDetail.None with { Provider = "yahoo" } },
                new MailEvent(s_message, s_now, MailEventKind.Delivered) { Recipient = "bob@example.net" },
            ],
            1);
    }

    [Fact]
    public async Task RecipientWhoDoesNotExist_IsSuppressed_AndItIsAFact()
    {
        Assert.Equal(1, await TakeAsync(Dsn("ann@example.net", "5.1.1", "550 5.1.1 <ann@example.net>: User unknown"), "Ann@example.net"));
        Assert.Equal(0, await TakeAsync(Dsn("ann@example.net", "5.1.1", "550 5.1.1 <ann@example.net>: User unknown"), "Ann@example.net"));
        var fact = Assert.Single(_events.All, one => one.Kind == MailEventKind.Undelivered);
        Assert.Equal(("Ann@example.net", s_shop, "yahoo"), (fact.Recipient, fact.Account, fact.Attempt?.Provider));
        Assert.Contains("5.1.1", fact.Detail, StringComparison.Ordinal);
        Assert.Equal(SuppressionReason.HardBounce, _list.Find(s_shop, StreamName.Transactional, EmailAddress.Parse("ann@example.net"))?.Reason);
    }

    [Theory]
    [InlineData("5.7.1", "550 5.7.1 Message rejected due to IP reputation, your address is on our block list")]
    [InlineData("5.2.2", "552 5.2.2 mailbox full")]
    [InlineData("4.4.1", "connection timed out")]
    public async Task FaultOfAnythingElse_IsAFact_AndSuppressesNobody(string status, string diagnostic)
    {
        Assert.Equal(1, await TakeAsync(Dsn("ann@example.net", status, diagnostic), "Ann@example.net"));
        Assert.Null(_list.Find(s_shop, null, EmailAddress.Parse("ann@example.net")));
    }

    [Fact]
    public async Task PathOfOne_DecidesWhoItIs_WhateverTheReportSays()
    {
        // Forwarded, or forged: the address in the report is somebody else's.
        Assert.Equal(1, await TakeAsync(Dsn("victim@example.com", "5.1.1", "550 5.1.1 no such user"), "Ann@example.net"));
        Assert.Equal("Ann@example.net", _events.All[^1].Recipient);
        Assert.Null(_list.Find(s_shop, null, EmailAddress.Parse("victim@example.com")));
    }

    [Fact]
    public async Task PathOfSeveral_CountsForRecipientsOfTheMessageAlone()
    {
        Assert.Equal(1, await TakeAsync(Dsn("BOB@example.net", "5.1.1", "550 5.1.1 no such user"), null));
        Assert.Equal(0, await TakeAsync(Dsn("victim@example.net", "5.1.1", "550 5.1.1 no such user"), null));
        Assert.NotNull(_list.Find(s_shop, null, EmailAddress.Parse("bob@example.net")));
        Assert.Null(_list.Find(s_shop, null, EmailAddress.Parse("victim@example.net")));
    }

    [Fact]
    public async Task ReportOfADelay_IsNone()
    {
        Assert.Equal(0, await TakeAsync(Dsn("ann@example.net", "4.4.1", "connection timed out", "delayed"), "Ann@example.net"));
        Assert.Equal(3, _events.All.Count);
    }

    private static BounceReport Dsn(string recipient, string status, string diagnostic, string action = "failed")
    {
        var text = $"""
            From: MAILER-DAEMON@mx.example.net
            Subject: Undelivered Mail Returned to Sender
            Content-Type: multipart/report; report-type=delivery-status; boundary=b

            --b
            Content-Type: text/plain

            It did not arrive.
            --b
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.example.net

            Final-Recipient: rfc822; {recipient}
            Action: {action}
            Status: {status}
            Diagnostic-Code: smtp; {diagnostic}

            --b--
            """;
        using var stream = new MemoryStream(Encoding.ASCII.GetBytes(text.ReplaceLineEndings("\r\n")));
        Assert.True(BounceReader.TryRead(stream, out var report));
        return report;
    }

    private async Task<int> TakeAsync(BounceReport report, string? recipient) => await _undelivered.TakeAsync(report, s_message, recipient, TestContext.Current.CancellationToken);
}
