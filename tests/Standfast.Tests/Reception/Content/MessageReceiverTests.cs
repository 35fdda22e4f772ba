using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Standfast.Accounts;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Mail.Headers;
using Standfast.Policy;
using Standfast.Policy.Checks;
using Standfast.Queue;
using Standfast.Reception;
using Standfast.Reception.Content;
using Standfast.Simulation.Engine;
using Standfast.Smtp.Server;

namespace Standfast.Tests.Reception.Content;

public sealed class MessageReceiverTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
    private static readonly AccountId s_account = AccountId.Parse("shop");
    private static readonly EmailAddress s_sender = EmailAddress.Parse("me@shop.example");

    [Fact]
    public async Task RewrittenBody_ThatCannotBeWritten_GivesBackWhatWasCounted()
    {
        var withdrawn = new List<SpoolId>();
        var spool = new BrokenSpool();
        var accounts = new FixedAccounts([new SenderDomain(s_sender.Domain, s_account, s_now)]);
        var services = new ReceptionServices(accounts, spool, accounts, new ReceptionOptions { Hostname = "mx.example" }, new FakeTimeProvider(s_now), NullLogger.Instance)
        {
            Guard = new Guard { Bodies = [new OtherBody()], Withdrawals = [withdrawn.Add] },
        };
        var mail = new MailCommand(new ReversePath(s_sender), null, false);
        var transaction = new Transaction(mail, s_account, null) { Context = new SubmissionContext(s_account, null, null, mail.Sender, s_now) };
        transaction.Add(new RecipientCommand(EmailAddress.Parse("you@other.example"), default));
        var session = new SessionContext { Id = "s", Remote = new IPEndPoint(IPAddress.Loopback, 1), Local = null };
        using var receiver = new MessageReceiver(session, transaction, services);
        await receiver.WriteAsync("From: me@shop.example\r\nSubject: x\r\n\r\nold\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        spool.IsBroken = true;
        var reply = await receiver.CompleteAsync(TestContext.Current.CancellationToken);
        Assert.Equal(451, reply.Code);
        Assert.Equal([BrokenSpool.Id], withdrawn);
    }

    private sealed class OtherBody : IBodyRewriter
    {
        public bool Wants(AccountId account, StreamName stream, IReadOnlyList<EmailAddress> recipients, HeaderSection headers) => true;

        public byte[]? Rewrite(SubmittedMessage message) => "new\r\n"u8.ToArray();
    }

    private sealed class BrokenSpool : IMessageAcceptor, ISpoolWriter
    {
        public static readonly SpoolId Id = new(7);

        public bool IsBroken { get; set; }

        public Unavailability? Unavailable => null;

        public SpoolId NextId() => Id;

        public ISpoolWriter Begin(SpoolId id) => this;

        public ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => IsBroken ? throw new IOException("broken") : default;

        public Task AcceptAsync(ISpoolWriter writer, Envelope envelope, ReadOnlyMemory<byte> head, MailEvent[] facts, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<CommittedMessage> CommitAsync(Envelope envelope, ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> events, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask DisposeAsync() => default;
    }
}
