using System.Diagnostics;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Standfast.Scenarios;

/// <summary>systemd stops the server: what is under way is finished, what comes is turned away, and it is gone in good time.</summary>
public sealed class Stopping
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(25);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ClientInData_GetsIts250_AndTheMailSurvives(bool tls)
    {
        await using var server = new ServerProcess("submission.trusted_networks=127.0.0.1/32") { RunsAsShipped = true };
        await server.StartAsync();
        await using var sender = await Client.ConnectAsync(tls ? server.Submissions : server.Submission, tls);
        await using var idler = await Client.ConnectAsync(tls ? server.Submissions : server.Submission, tls);
        await using var handshaker = await Client.ConnectAsync(server.Submissions, tls: false, greeting: false);
        await sender.BeginContentAsync();

        var clock = Stopwatch.StartNew();
        var ended = server.TerminateAsync();
        Assert.StartsWith("421 4.3.2", await idler.ReadAsync(), StringComparison.Ordinal);
        Assert.Null(await idler.ReadAsync());
        Assert.Null(await handshaker.ReadAsync());
        foreach (var port in (int[])[server.Smtp, server.Submission, server.Submissions, server.Http]) await RefusesAsync(port);
        Assert.False(ended.IsCompleted);
        await sender.WriteAsync("the rest\r\n.\r\n");
        Assert.StartsWith("250 2.0.0", await sender.ReadAsync(), StringComparison.Ordinal);
        Assert.StartsWith("421 4.3.2", await sender.ReadAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await ended);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, s_patience / 2);
        Assert.DoesNotContain("fault of ours", server.Output, StringComparison.Ordinal);
        Assert.Contains("stopping: ", server.Output, StringComparison.Ordinal);

        await server.StartAsync();
        Assert.EndsWith("the rest\n", (await File.ReadAllTextAsync(Assert.Single(await server.WaitForMailAsync("mail.example.org", "you", 1)), TestContext.Current.CancellationToken)).ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ClientThatNeverEnds_IsCutOff_InGoodTime()
    {
        await using var server = new ServerProcess("submission.trusted_networks=127.0.0.1/32") { RunsAsShipped = true };
        await server.StartAsync();
        await using var sender = await Client.ConnectAsync(server.Submission, tls: false);
        await sender.BeginContentAsync();
        var clock = Stopwatch.StartNew();
        Assert.Equal(0, await server.TerminateAsync());
        Assert.InRange(clock.Elapsed, s_patience / 2, s_patience);
    }

    [Fact]
    public async Task Systemd_IsTold_WhenReadyAndWhenStopping()
    {
        await using var server = new ServerProcess();
        var path = Path.Combine(server.Data, "notify");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        await server.StartAsync(("NOTIFY_SOCKET", path));
        Assert.Equal("READY=1", await ReceiveAsync(socket));
        await using (await Client.ConnectAsync(server.Smtp, tls: false)) Assert.Equal(0, socket.Available);
        Assert.Equal(0, await server.TerminateAsync());
        Assert.Equal("STOPPING=1", await ReceiveAsync(socket));
        Assert.Equal(0, socket.Available);
    }

    private static async Task<string> ReceiveAsync(Socket socket)
    {
        var buffer = new byte[4096];
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        return Encoding.UTF8.GetString(buffer, 0, await socket.ReceiveAsync(buffer, limit.Token));
    }

    /// <summary>The listeners close one by one, within moments.</summary>
    private static async Task RefusesAsync(int port)
    {
        for (var round = 0; round < 100; round++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken);
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }
            catch (SocketException)
            {
                return;
            }
        }

        Assert.Fail($"port {port} still accepts connections");
    }

    private sealed class Client(TcpClient tcp, Stream stream) : IAsyncDisposable
    {
        private readonly StreamReader _reader = new(stream, Encoding.ASCII);

        public static async Task<Client> ConnectAsync(int port, bool tls, bool greeting = true)
        {
            var tcp = new TcpClient();
            await tcp.ConnectAsync("127.0.0.1", port);
            Stream stream = tcp.GetStream();
            if (tls)
            {
                var secured = new SslStream(stream, leaveInnerStreamOpen: false, static (_, _, _, _) => true);
                await secured.AuthenticateAsClientAsync("mail.example.org");
                stream = secured;
            }

            var client = new Client(tcp, stream);
            if (greeting) Assert.StartsWith("220 ", await client.ReadAsync(), StringComparison.Ordinal);
            return client;
        }

        public async Task BeginContentAsync()
        {
            foreach (var command in (string[])["HELO client.example", "MAIL FROM:<me@mail.example.org>", "RCPT TO:<you@mail.example.org>", "DATA"])
            {
                await WriteAsync(command + "\r\n");
                Assert.Matches("^(250|354) ", await ReadAsync());
            }

            await WriteAsync("From: me@mail.example.org\r\nSubject: stopping\r\n\r\nthe first part\r\n");
        }

        public async Task WriteAsync(string text) => await stream.WriteAsync(Encoding.ASCII.GetBytes(text));

        /// <summary>Null when the server has closed.</summary>
        public async Task<string?> ReadAsync()
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            return await _reader.ReadLineAsync(limit.Token);
        }

        public async ValueTask DisposeAsync()
        {
            await stream.DisposeAsync();
            tcp.Dispose();
        }
    }
}
