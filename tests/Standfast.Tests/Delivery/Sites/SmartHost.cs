using System.IO.Pipelines;
using System.Net;
using System.Text;
using Standfast.Delivery;
using Standfast.Delivery.Network;
using Standfast.Dns;
using Standfast.Mail;

namespace Standfast.Tests.Delivery.Sites;

/// <summary>The one server of the world, which offers PIPELINING and answers as it is told; it notes what each message met.</summary>
/// <param name="answer">To the final dot: of the connection and of the message, both from 1. "" closes without one.</param>
internal sealed class SmartHost(Func<int, int, string> answer) : INetwork, IDnsResolver, ILocalDomains
{
    private readonly Lock _lock = new();
    private int _connections;

    /// <summary>Recipients of whole messages, whatever was answered.</summary>
    public List<string> Taken { get; } = [];

    /// <summary>Final dots that came together with the next envelope.</summary>
    public int Ahead { get; private set; }

    /// <summary>Lines of content that were commands by mistake.</summary>
    public List<string> Astray { get; } = [];

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Before the answer to a final dot.</summary>
    public TimeSpan Slowness { get; init; }

    public LocalRoute? Find(DomainName name) => null;

    public Task<INetworkConnection> ConnectAsync(EndPoint remote, IPAddress? source, CancellationToken cancellationToken)
    {
        var (there, back) = (new Pipe(), new Pipe());
        _ = ServeAsync(Interlocked.Increment(ref _connections), there.Reader, back.Writer);
        return Task.FromResult<INetworkConnection>(new Line(back.Reader, there.Writer));
    }

    public Task<DnsAnswer<MxRecord>> ResolveMxAsync(DomainName name, CancellationToken cancellationToken) =>
        Task.FromResult<DnsAnswer<MxRecord>>(new DnsAnswer<MxRecord>.Found([new MxRecord(10, DomainName.Parse("mx.example.net"))]));

    public Task<DnsAnswer<IPAddress>> ResolveAddressesAsync(DomainName name, CancellationToken cancellationToken) =>
        Task.FromResult<DnsAnswer<IPAddress>>(new DnsAnswer<IPAddress>.Found([IPAddress.Parse("192.0.2.1")]));

    public Task<DnsAnswer<string>> ResolveTxtAsync(DomainName name, CancellationToken cancellationToken) => throw new NotSupportedException();

    private async Task ServeAsync(int connection, PipeReader input, PipeWriter output)
    {
        try
        {
            await SayAsync(output, "220 mx");
            var (isContent, message, recipient) = (false, 0, "");
            while (await HearAsync(input) is { } line)
            {
                if (isContent && line != ".")
                {
                    if (line is "QUIT") lock (_lock) Astray.Add(line);
                    continue;
                }

                if (line.StartsWith("RCPT TO:<", StringComparison.Ordinal)) recipient = line["RCPT TO:<".Length..^1];
                if (line == "QUIT") break;
                var reply = line switch
                {
                    "." => await EndAsync(input, connection, ++message, recipient),
                    "DATA" => "354 go",
                    _ when line.StartsWith("EHLO", StringComparison.Ordinal) => "250-mx\r\n250 PIPELINING",
                    _ => "250 2.0.0 ok",
                };
                isContent = line == "DATA";
                if (reply.Length > 0) await SayAsync(output, reply);
                if (reply.Length == 0 || reply.StartsWith("421", StringComparison.Ordinal)) break;
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            // The client has gone.
        }

        await input.CompleteAsync();
        await output.CompleteAsync();
    }

    private async Task<string> EndAsync(PipeReader input, int connection, int message, string recipient)
    {
        if (Slowness > TimeSpan.Zero) await Task.Delay(Slowness);
        lock (_lock)
        {
            Taken.Add(recipient);
            if (!input.TryRead(out var read)) return answer(connection, message);
            if (!read.Buffer.IsEmpty) Ahead++;
            input.AdvanceTo(read.Buffer.Start);
            return answer(connection, message);
        }
    }

    private static async Task SayAsync(PipeWriter output, string reply) => await output.WriteAsync(Encoding.ASCII.GetBytes(reply + "\r\n"));

    private static async Task<string?> HearAsync(PipeReader input)
    {
        while (true)
        {
            var read = await input.ReadAsync();
            if (System.Buffers.BuffersExtensions.PositionOf(read.Buffer, (byte)'\n') is { } end)
            {
                var line = Encoding.ASCII.GetString(read.Buffer.Slice(0, end)).TrimEnd('\r');
                input.AdvanceTo(read.Buffer.GetPosition(1, end));
                return line;
            }

            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted) return null;
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
}
