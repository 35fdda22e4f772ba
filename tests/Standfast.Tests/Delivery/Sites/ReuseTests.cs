using System.IO.Pipelines;
using System.Net;
using System.Text;
using Standfast.Delivery;
using Standfast.Delivery.Network;
using Standfast.Dns;
using Standfast.Mail;
using Standfast.Smtp.Wire;
using Standfast.Tests.Queue;
using Standfast.Tests.Smtp;

namespace Standfast.Tests.Delivery.Sites;

/// <summary>One connection carries many messages, and the next one to the same host goes on with the TLS session of the one before.</summary>
public sealed class ReuseTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Messages_ShareAConnection_UpToItsLimit()
    {
        var world = new TlsWorld(TestCertificate.Host);
        await SendAsync(world, 12, transactionsPerConnection: 5);
        Assert.Equal([5, 5, 2], world.Connections.Select(one => one.Messages));
    }

    [Fact]
    public async Task TlsSession_IsResumed_OnTheNextConnectionToTheHost()
    {
        // No other test of this process may have left a session with the host.
        var world = new TlsWorld("mx-resumed.example.net");
        await SendAsync(world, 3, transactionsPerConnection: 1);
        Assert.Equal(3, world.Connections.Count);
        // A resumed handshake brings no certificate: that is most of what a server says in a whole one.
        var whole = world.Connections[0].HandshakeOctets;
        Assert.All(world.Connections.Skip(1), one => Assert.InRange(one.HandshakeOctets, 1, whole - 400));
    }

    private static Task<FakeEventLog> SendAsync(TlsWorld world, int messages, int transactionsPerConnection) =>
        SiteRun.SendAsync(world, messages, TimeProvider.System, options => options with { TransactionsPerConnection = transactionsPerConnection });

    private sealed class TlsConnection
    {
        public int Messages { get; set; }

        public long HandshakeOctets { get; set; }
    }

    /// <summary>One host, which is the MX of every domain and offers TLS.</summary>
    private sealed class TlsWorld(string host) : INetwork, IDnsResolver, ILocalDomains
    {
        public List<TlsConnection> Connections { get; } = [];

        public LocalRoute? Find(DomainName name) => null;

        public Task<INetworkConnection> ConnectAsync(EndPoint remote, IPAddress? source, CancellationToken cancellationToken)
        {
            var (there, back) = (new Pipe(), new Pipe());
            var connection = new TlsConnection();
            Connections.Add(connection);
            _ = ServeAsync(connection, new Line(there.Reader, back.Writer));
            return Task.FromResult<INetworkConnection>(new Line(back.Reader, there.Writer));
        }

        public Task<DnsAnswer<MxRecord>> ResolveMxAsync(DomainName name, CancellationToken cancellationToken) =>
            Task.FromResult<DnsAnswer<MxRecord>>(new DnsAnswer<MxRecord>.Found([new MxRecord(10, DomainName.Parse(host))]));

        public Task<DnsAnswer<IPAddress>> ResolveAddressesAsync(DomainName name, CancellationToken cancellationToken) =>
            Task.FromResult<DnsAnswer<IPAddress>>(new DnsAnswer<IPAddress>.Found([IPAddress.Parse("192.0.2.1")]));

        public Task<DnsAnswer<string>> ResolveTxtAsync(DomainName name, CancellationToken cancellationToken) => throw new NotSupportedException();

        private static async Task ServeAsync(TlsConnection connection, Line line)
        {
            try
            {
                IDuplexPipe pipe = line;
                await SayAsync(pipe, "220 mx");
                var isContent = false;
                while (await HearAsync(pipe) is { } heard)
                {
                    if (isContent && heard != ".") continue;
                    if (heard == ".") connection.Messages++;
                    isContent = heard == "DATA";
                    await SayAsync(pipe, heard.Split(' ')[0] switch
                    {
                        "EHLO" => ReferenceEquals(pipe, line) ? "250-mx\r\n250 STARTTLS" : "250 mx",
                        "STARTTLS" => "220 go",
                        "DATA" => "354 go",
                        _ => "250 2.0.0 ok",
                    });
                    if (heard != "STARTTLS") continue;
                    var counting = new Counting(line.Output);
                    pipe = await TlsPipe.AcceptAsync(new Line(line.Input, counting), TestCertificate.ServerOptions, Stop);
                    connection.HandshakeOctets = counting.Octets;
                }
            }
            catch (Exception exception) when (exception is IOException or InvalidOperationException)
            {
                // The client has gone.
            }
        }

        private static async Task SayAsync(IDuplexPipe pipe, string reply) => await pipe.Output.WriteAsync(Encoding.ASCII.GetBytes(reply + "\r\n"), Stop);

        private static async Task<string?> HearAsync(IDuplexPipe pipe)
        {
            while (true)
            {
                var read = await pipe.Input.ReadAsync(Stop);
                if (System.Buffers.BuffersExtensions.PositionOf(read.Buffer, (byte)'\n') is { } end)
                {
                    var line = Encoding.ASCII.GetString(read.Buffer.Slice(0, end)).TrimEnd('\r');
                    pipe.Input.AdvanceTo(read.Buffer.GetPosition(1, end));
                    return line;
                }

                pipe.Input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                if (read.IsCompleted) return null;
            }
        }
    }

    private sealed record Line(PipeReader Input, PipeWriter Output) : INetworkConnection
    {
        public async ValueTask DisposeAsync()
        {
            await Input.CompleteAsync();
            await Output.CompleteAsync();
        }
    }

    private sealed class Counting(PipeWriter inner) : PipeWriter
    {
        public long Octets { get; private set; }

        public override void Advance(int bytes)
        {
            Octets += bytes;
            inner.Advance(bytes);
        }

        public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => inner.FlushAsync(cancellationToken);

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);
    }
}
