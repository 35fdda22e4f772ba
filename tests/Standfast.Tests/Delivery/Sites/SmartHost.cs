using System.IO.Pipelines;
using System.Net;
using Standfast.Delivery;
using Standfast.Delivery.Network;
using Standfast.Dns;
using Standfast.Mail;
using Standfast.Tests.Smtp;

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

    /// <summary>Commands that became content.</summary>
    public List<string> Astray { get; } = [];

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Happens before each answer to a final dot.</summary>
    public Action? Answering { get; init; }

    public LocalRoute? Find(DomainName name) => null;

    public Task<INetworkConnection> ConnectAsync(EndPoint remote, IPAddress? source, CancellationToken cancellationToken)
    {
        var peer = new TextPeer();
        _ = ServeAsync(Interlocked.Increment(ref _connections), peer);
        return Task.FromResult<INetworkConnection>(new Line(peer.Near));
    }

    public Task<DnsAnswer<MxRecord>> ResolveMxAsync(DomainName name, CancellationToken cancellationToken) =>
        Task.FromResult<DnsAnswer<MxRecord>>(new DnsAnswer<MxRecord>.Found([new MxRecord(10, DomainName.Parse("mx.example.net"))]));

    public Task<DnsAnswer<IPAddress>> ResolveAddressesAsync(DomainName name, CancellationToken cancellationToken) =>
        Task.FromResult<DnsAnswer<IPAddress>>(new DnsAnswer<IPAddress>.Found([IPAddress.Parse("192.0.2.1")]));

    public Task<DnsAnswer<string>> ResolveTxtAsync(DomainName name, CancellationToken cancellationToken) => throw new NotSupportedException();

    private async Task ServeAsync(int connection, TextPeer peer)
    {
        try
        {
            await peer.SendAsync("220 mx\r\n");
            var (isContent, message, recipient) = (false, 0, "");
            while (await peer.ReadLineAsync() is { } line)
            {
                if (isContent && line != ".")
                {
                    if (line == "QUIT") lock (_lock) Astray.Add(line);
                    continue;
                }

                if (line == "QUIT") break;
                if (line.StartsWith("RCPT TO:<", StringComparison.Ordinal)) recipient = line["RCPT TO:<".Length..^1];
                var reply = line switch
                {
                    "." => End(peer, connection, ++message, recipient),
                    "DATA" => "354 go",
                    _ when line.StartsWith("EHLO", StringComparison.Ordinal) => "250-mx\r\n250 PIPELINING",
                    _ => "250 2.0.0 ok",
                };
                isContent = line == "DATA";
                if (reply.Length > 0) await peer.SendAsync(reply + "\r\n");
                if (reply.Length == 0 || reply.StartsWith("421", StringComparison.Ordinal)) break;
            }

            await peer.CloseAsync();
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException or OperationCanceledException)
        {
            // The client has gone.
        }
    }

    private string End(TextPeer peer, int connection, int message, string recipient)
    {
        Answering?.Invoke();
        lock (_lock)
        {
            Taken.Add(recipient);
            if (peer.Peek().Length > 0) Ahead++;
            return answer(connection, message);
        }
    }

    private sealed record Line(IDuplexPipe Pipe) : INetworkConnection
    {
        public PipeReader Input => Pipe.Input;

        public PipeWriter Output => Pipe.Output;

        public async ValueTask DisposeAsync()
        {
            await Input.CompleteAsync();
            await Output.CompleteAsync();
        }
    }
}
