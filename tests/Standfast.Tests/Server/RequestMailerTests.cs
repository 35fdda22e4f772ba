using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Standfast.Delivery;
using Standfast.Delivery.Network;
using Standfast.Delivery.Providers;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Queue;
using Standfast.Recovery.Requests;
using Standfast.Reputation.States;
using Standfast.Server.Composition;
using Standfast.Server.Composition.Alerts;
using Standfast.Tests.Recovery.Doctor;
using Standfast.Tests.Recovery.Requests;
using Standfast.Tests.Reputation.States;

namespace Standfast.Tests.Server;

/// <summary>A request goes by no way that the incident is about, or that is paused.</summary>
public sealed class RequestMailerTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(RequestSamples.Now);
    private readonly FakeZone _dns = new();
    private readonly KeptSpool _spool = new();
    private readonly SendingStates _states;

    public RequestMailerTests()
    {
        _states = new SendingStates(new FakeStateStore(), new FakeReplies(), ResumptionPlan.Default, _time);
        _dns.Exchange("delist.test", "mx.delist.test");
    }

    public ValueTask DisposeAsync() => _spool.DisposeAsync();

    [Theory]
    [InlineData("source=one provider=gmail", null, null)]
    [InlineData("source=one provider=mx.delist.test", null, "the incident is about the way to delist.test")]
    [InlineData("everything", null, "the incident is about all of our mail")]
    [InlineData("source=one", null, "the incident is about the way to delist.test")]
    [InlineData("source=one provider=gmail", "source=one provider=gmail", null)]
    [InlineData("source=one provider=gmail", "source=two", "source=two is held")]
    [InlineData("source=one provider=gmail", "provider=mx.delist.test", "provider=mx.delist.test is held")]
    public async Task OwnQueue_IsTaken_OnlyWhereNothingIsPausedOnThatWay(string scope, string? held, string? why)
    {
        if (held is not null && StateKey.TryParse(held, out var key)) _states.Hold(key, "held", "anna");
        var dispatch = await SendAsync(scope);
        if (why is null)
        {
            Assert.StartsWith("by our own queue", Assert.IsType<RequestDispatch.Gone>(dispatch).Via, StringComparison.Ordinal);
            Assert.Equal(("ask@delist.test", "anna@shop.test"), (_spool.Accepted!.Recipients.Single().ToString(), _spool.Accepted.Sender.Address!.ToString()));
        }
        else
        {
            Assert.StartsWith(why + ", and there is no other way", Assert.IsType<RequestDispatch.NoWay>(dispatch).Why, StringComparison.Ordinal);
            Assert.Null(_spool.Accepted);
        }
    }

    [Fact]
    public async Task UnknownServers_AreNoWay()
    {
        _dns.Silent.Add("delist.test");
        Assert.Contains("the DNS names no mail server", Assert.IsType<RequestDispatch.NoWay>(await SendAsync("source=one provider=gmail")).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OurSmartHost_IsNotUsed_WhenItIsWhatIsSuspended() =>
        Assert.IsType<RequestDispatch.NoWay>(await SendAsync("provider=relay:smtp.relay.test:25", "smtp.relay.test:25"));

    [Theory]
    [InlineData("DATA", false)]
    [InlineData(".", true)]
    public async Task OtherSmartHost_ThatHangsUp_MayHaveTakenIt_OnlyAfterTheLastDot(string lastSeen, bool mayHave)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var served = HangUpAfterAsync(listener, lastSeen);
        var relay = new RelayMail(new RelayHost("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port, null, null), DomainName.Parse("mail.shop.test"), _dns, new SocketNetwork(), TimeProvider.System);
        var mailer = new RequestMailer(() => null, () => null, () => _states, () => ProviderCatalogue.Empty, null, relay, _dns, _time);
        var mail = new RequestMail(RequestSamples.Block with { Scope = "everything" }, EmailAddress.Parse("anna@shop.test"), EmailAddress.Parse("ask@delist.test"), "From: a\r\n\r\nb\r\n"u8.ToArray());
        if (mayHave) Assert.StartsWith("by 127.0.0.1", Assert.IsType<RequestDispatch.Unanswered>(await mailer.SendAsync(mail, TestContext.Current.CancellationToken)).Via, StringComparison.Ordinal);
        else await Assert.ThrowsAnyAsync<IOException>(() => mailer.SendAsync(mail, TestContext.Current.CancellationToken));
        await served;
    }

    private static async Task HangUpAfterAsync(TcpListener listener, string lastSeen)
    {
        using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        await using var writer = new StreamWriter(client.GetStream(), Encoding.ASCII) { AutoFlush = true, NewLine = "\r\n" };
        await writer.WriteLineAsync("220 relay");
        var isContent = false;
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line == lastSeen) return;
            if (isContent) continue;
            isContent = line == "DATA";
            await writer.WriteLineAsync(isContent ? "354 go" : "250 ok");
        }
    }

    private Task<RequestDispatch> SendAsync(string scope, string? relay = null) => new RequestMailer(() => _spool, () => null, () => _states, () => ProviderCatalogue.Empty, relay, null, _dns, _time)
        .SendAsync(new RequestMail(RequestSamples.Block with { Scope = scope }, EmailAddress.Parse("anna@shop.test"), EmailAddress.Parse("ask@delist.test"), "From: a\r\n\r\nb\r\n"u8.ToArray()), TestContext.Current.CancellationToken);

    private sealed class KeptSpool : IMessageAcceptor, ISpoolWriter
    {
        public Envelope? Accepted { get; private set; }

        public Unavailability? Unavailable => null;

        public SpoolId NextId() => new(7);

        public ISpoolWriter Begin(SpoolId id) => this;

        public ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => default;

        public Task AcceptAsync(ISpoolWriter writer, Envelope envelope, ReadOnlyMemory<byte> head, MailEvent[] facts, CancellationToken cancellationToken)
        {
            Accepted = envelope;
            return Task.CompletedTask;
        }

        public Task<CommittedMessage> CommitAsync(Envelope envelope, ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> events, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask DisposeAsync() => default;
    }
}
