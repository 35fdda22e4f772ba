using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Standfast.Mail;
using Standfast.Reception;
using Standfast.Reception.Exchange;
using Standfast.Smtp.Server;

namespace Standfast.Tests.Reception;

public sealed class CorrespondenceReceiverTests
{
    private static readonly EmailAddress s_abuse = EmailAddress.Parse("abuse@example.org");

    [Theory]
    [InlineData(null)]
    [InlineData("disk")]
    [InlineData("end")]
    public async Task Reply_Stays_WhateverReadingComesTo(string? fault)
    {
        var (desk, rest) = (new Desk(fault), new Rest(250));
        var receiver = new CorrespondenceReceiver(desk, s_abuse, IPAddress.Loopback, new InspectionBudget(1 << 20), rest, NullLogger.Instance);
        await receiver.WriteAsync("Subject: a"u8.ToArray(), TestContext.Current.CancellationToken);
        await receiver.WriteAsync(" notice\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.Equal(250, (await receiver.CompleteAsync(TestContext.Current.CancellationToken)).Code);
        Assert.Equal("Subject: a notice\r\n", desk.Read);
        Assert.Equal("Subject: a notice\r\n".Length, rest.Octets);
    }

    [Fact]
    public async Task WhatIsNotAccepted_IsNotRead()
    {
        var desk = new Desk(null);
        var receiver = new CorrespondenceReceiver(desk, s_abuse, null, new InspectionBudget(1 << 20), new Rest(452), NullLogger.Instance);
        await receiver.WriteAsync("Subject: a notice\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.Equal(452, (await receiver.CompleteAsync(TestContext.Current.CancellationToken)).Code);
        Assert.Null(desk.Read);
    }

    [Fact]
    public async Task OfALargeMessage_TheBeginningIsRead_AndAllOfItIsKept()
    {
        var (desk, rest) = (new Desk(null), new Rest(250));
        var receiver = new CorrespondenceReceiver(desk, s_abuse, null, new InspectionBudget(64 << 20), rest, NullLogger.Instance);
        for (var block = 0; block < 30; block++) await receiver.WriteAsync(new byte[100_000], TestContext.Current.CancellationToken);
        await receiver.CompleteAsync(TestContext.Current.CancellationToken);
        Assert.Equal(3_000_000, rest.Octets);
        Assert.Equal(1024 * 1024, desk.Read!.Length);
    }

    private sealed class Desk(string? fault) : ICorrespondence
    {
        public string? Read { get; private set; }

        public bool Wants(EmailAddress recipient) => true;

        public ValueTask TakeAsync(ReadOnlyMemory<byte> content, EmailAddress recipient, IPAddress? client, CancellationToken cancellationToken)
        {
            Read = Encoding.ASCII.GetString(content.Span);
            return fault switch
            {
                "disk" => throw new IOException("database or disk is full"),
                "end" => throw new OperationCanceledException(),
                _ => ValueTask.CompletedTask,
            };
        }
    }

    private sealed class Rest(int code) : IContentReceiver
    {
        public int Octets { get; private set; }

        public ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
        {
            Octets += content.Length;
            return ValueTask.CompletedTask;
        }

        public ValueTask<SmtpReply> CompleteAsync(CancellationToken cancellationToken) => ValueTask.FromResult(code == 250 ? new SmtpReply(250, 0, 0, "kept") : new SmtpReply(code, 3, 1, "try later"));

        public ValueTask AbortAsync() => ValueTask.CompletedTask;
    }
}
