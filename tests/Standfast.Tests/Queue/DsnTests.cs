using System.Text;
using MimeKit;
using Standfast.Mail;
using Standfast.Mail.Notifications;
using Standfast.Queue;

namespace Standfast.Tests.Queue;

/// <summary>What senders are told, read back by another's parser (RFC 3461, RFC 3464, RFC 6522).</summary>
public sealed class DsnTests : IDisposable
{
    private readonly QueueUnderTest _queue = new();

    public void Dispose() => _queue.Dispose();

    [Fact]
    public async Task Failure_OfSeveral_IsOneReport_WithAllThatWasGiven()
    {
        await _queue.AcceptAsync("shop", envelope => envelope with
        {
            EnvelopeId = "QQ+2B314",
            Notifications = [new RecipientDsn(DsnNotify.Unspecified, "rfc822;Bob+2Btag@Example.NET"), new RecipientDsn(DsnNotify.Failure, null)],
        }, "bob@example.net", "dana@example.net");
        await _queue.FailAsync((await _queue.TakeAsync())!);
        var report = await TakeReportAsync();
        Assert.Equal(3, report.StatusGroups.Count);
        Assert.Equal("QQ+314", report.StatusGroups[0]["Original-Envelope-Id"]);
        Assert.Equal("dns; mail.example.org", report.StatusGroups[0]["Reporting-MTA"]);
        Assert.Equal("rfc822; Bob+tag@Example.NET", report.StatusGroups[1]["Original-Recipient"]);
        Assert.Equal(("rfc822; bob@example.net", "failed", "5.1.1", "dns; mx.example.net"), (report.StatusGroups[1]["Final-Recipient"], report.StatusGroups[1]["Action"], report.StatusGroups[1]["Status"], report.StatusGroups[1]["Remote-MTA"]));
        Assert.Equal("smtp; 550 5.1.1 no such user", report.StatusGroups[1]["Diagnostic-Code"]);
        Assert.Null(report.StatusGroups[2]["Original-Recipient"]);
        Assert.Equal("text/rfc822-headers", report.Returned.ContentType.MimeType);
        Assert.Equal("hello", Assert.IsType<TextRfc822Headers>(report.Returned).Message!.Subject);
        Assert.Null(await TakeDsnAsync());
    }

    [Fact]
    public async Task Failure_IsReported_WhereOurCopyCannotBeRead()
    {
        await _queue.AcceptAsync("shop", "a@example.net");
        var due = (await _queue.TakeAsync())!;
        _queue.Spool.FailsContent = true;
        await _queue.FailAsync(due);
        _queue.Spool.FailsContent = false;
        Assert.Equal(0, _queue.Queue.Counts.Active);
        var report = await TakeReportAsync();
        Assert.Equal("rfc822; a@example.net", report.StatusGroups[1]["Final-Recipient"]);
    }

    [Theory]
    [InlineData(DsnNotify.Never, false)]
    [InlineData(DsnNotify.Success, false)]
    [InlineData(DsnNotify.Delay, false)]
    [InlineData(DsnNotify.Failure, true)]
    [InlineData(DsnNotify.Unspecified, true)]
    public async Task Failure_IsReported_WhereItWasNotDeclined(DsnNotify notify, bool isTold)
    {
        await _queue.AcceptAsync("shop", Asking(notify), "a@example.net");
        await _queue.FailAsync((await _queue.TakeAsync())!);
        Assert.Equal(isTold, await TakeDsnAsync() is not null);
    }

    [Theory]
    [InlineData(DsnNotify.Unspecified, "transactional", true)]
    [InlineData(DsnNotify.Unspecified, "bulk", false)]
    [InlineData(DsnNotify.Delay, "bulk", true)]
    [InlineData(DsnNotify.Failure, "transactional", false)]
    [InlineData(DsnNotify.Never, "transactional", false)]
    public async Task Delay_IsToldOnce_EvenAcrossARestart(DsnNotify notify, string stream, bool isTold)
    {
        await _queue.AcceptAsync("shop", envelope => Asking(notify)(envelope) with { Stream = StreamName.Parse(stream) }, "a@example.net");
        await DeferAsync();
        Assert.Null(await TakeDsnAsync());
        _queue.Time.Advance(TimeSpan.FromHours(4));
        await DeferAsync();
        var told = await TakeDsnAsync();
        Assert.Equal(isTold, told is not null);
        if (told is not null)
        {
            var group = Read(told).StatusGroups[1];
            Assert.Equal(("delayed", "4.4.1"), (group["Action"], group["Status"]));
            Assert.Equal(QueueUnderTest.Start.AddDays(5), DateTimeOffset.Parse(group["Will-Retry-Until"]!, null));
            await _queue.DeliverAsync(told);
        }

        _queue.Restart();
        _queue.Time.Advance(TimeSpan.FromHours(4));
        await DeferAsync();
        Assert.Null(await TakeDsnAsync());
    }

    [Theory]
    [InlineData(Handover.Relayed, "relayed")]
    [InlineData(Handover.Final, "delivered")]
    [InlineData(Handover.PassedOn, null)]
    public async Task Success_IsTold_UnlessTheNextHopDoes(Handover handover, string? action)
    {
        await _queue.AcceptAsync("shop", Asking(DsnNotify.Success), "a@example.net");
        await _queue.EndAsync((await _queue.TakeAsync())!, new AttemptOutcome.Delivered(new SmtpReply(250, 0, 0, "ok")) { Handover = handover });
        var told = await TakeDsnAsync();
        Assert.Equal(action, told is null ? null : Read(told).StatusGroups[1]["Action"]);
        if (told is not null) Assert.Equal("2.0.0", Read(told).StatusGroups[1]["Status"]);
    }

    [Fact]
    public async Task Success_UnaskedFor_IsNotTold()
    {
        await _queue.AcceptAsync("shop", "a@example.net");
        await _queue.DeliverAsync((await _queue.TakeAsync())!);
        Assert.Null(await TakeDsnAsync());
    }

    [Theory]
    [InlineData(DsnReturn.Full, 100, "message/rfc822")]
    [InlineData(DsnReturn.Full, 60_000, "text/rfc822-headers")]
    [InlineData(DsnReturn.Headers, 100, "text/rfc822-headers")]
    public async Task Returned_IsTheWholeMessage_WhereAskedAndSmall(DsnReturn asked, int size, string type)
    {
        _queue.Content = Encoding.UTF8.GetBytes($"Subject: hello\r\n\r\nschön {new string('x', size)}");
        await _queue.AcceptAsync("shop", envelope => envelope with { Return = asked, Is8Bit = true }, "a@example.net");
        await _queue.FailAsync((await _queue.TakeAsync())!);
        var due = (await TakeDsnAsync())!;
        var report = Read(due);
        Assert.Equal(type, report.Returned.ContentType.MimeType);
        Assert.Equal(type == "message/rfc822", due.Envelope.Is8Bit);
        if (report.Returned is MessagePart whole and not TextRfc822Headers) Assert.StartsWith("schön", whole.Message!.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_IsTold_WhoDidNotAuthenticate_OrIsNobody()
    {
        await _queue.AcceptAsync("shop", envelope => Asking(DsnNotify.Failure | DsnNotify.Success)(envelope) with { Account = null }, "a@example.net");
        await _queue.AcceptAsync("shop", envelope => new Envelope(envelope.Id, ReversePath.Null, envelope.AcceptedAt, envelope.Recipients) { Account = envelope.Account }, "b@example.net");
        for (var count = 0; count < 2; count++) await _queue.FailAsync((await _queue.TakeAsync())!);
        Assert.Null(await TakeDsnAsync());
        Assert.Contains("double bounce", _queue.Events.All[^1].Detail + _queue.Events.All[^2].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Utf8Address_IsReported_AsRfc6533Says()
    {
        await _queue.AcceptAsync("shop", "用户@example.net");
        await _queue.FailAsync((await _queue.TakeAsync())!);
        var text = Encoding.UTF8.GetString((await TakeDsnAsync())!.Content.InMemory.Span);
        Assert.Contains("Content-Type: message/global-delivery-status\r\n", text, StringComparison.Ordinal);
        Assert.Contains("Final-Recipient: utf-8; 用户@example.net\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signature_StandsBeforeTheReport()
    {
        using var queue = new QueueUnderTest { Signer = new Stamp() };
        queue.Restart();
        await queue.AcceptAsync("shop", "a@example.net");
        await queue.FailAsync((await queue.TakeAsync())!);
        Assert.StartsWith("DKIM-Signature: test\r\nDate: ", Encoding.UTF8.GetString((await queue.TakeAsync("example.org"))!.Content.InMemory.Span), StringComparison.Ordinal);
    }

    private static Func<Envelope, Envelope> Asking(DsnNotify notify) => envelope => envelope with { Notifications = [new RecipientDsn(notify, null)] };

    private async Task DeferAsync() => await _queue.DeferAsync((await _queue.TakeAsync())!);

    private ValueTask<DueMessage?> TakeDsnAsync() => _queue.TakeAsync("example.org");

    private async Task<Report> TakeReportAsync() => Read((await TakeDsnAsync())!);

    private static Report Read(DueMessage due)
    {
        Assert.True(due.Envelope.Sender.IsNull);
        var message = MimeMessage.Load(new MemoryStream(due.Content.InMemory.ToArray()));
        Assert.Equal("sender@example.org", message.To.Mailboxes.Single().Address);
        Assert.Equal("auto-replied", message.Headers["Auto-Submitted"]);
        var report = Assert.IsType<MultipartReport>(message.Body);
        Assert.Equal("delivery-status", report.ReportType);
        Assert.Equal(3, report.Count);
        Assert.IsType<TextPart>(report[0]);
        return new Report(Assert.IsType<MessageDeliveryStatus>(report[1]).StatusGroups, report[2]);
    }

    private sealed record Report(HeaderListCollection StatusGroups, MimeEntity Returned);

    private sealed class Stamp : IReportSigner
    {
        public string Sign(ReadOnlyMemory<byte> message) => "DKIM-Signature: test\r\n";
    }
}
