using System.IO.Pipelines;
using System.Net;
using Standfast.Delivery;
using Standfast.Delivery.Network;
using Standfast.Dns;
using Standfast.Mail;
using Standfast.Tests.Smtp;

namespace Standfast.Tests.Delivery.Phases;

/// <summary>A network of one or two servers, which are the hosts of every domain but the sender's.</summary>
internal sealed class PhaseWorld(PhaseSink first, PhaseSink? second) : INetwork, IDnsResolver, ILocalDomains
{
    private static readonly IPAddress s_first = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress s_second = IPAddress.Parse("192.0.2.2");

    public LocalRoute? Find(DomainName name) => null;

    public async Task<INetworkConnection> ConnectAsync(EndPoint remote, IPAddress? source, CancellationToken cancellationToken)
    {
        var sink = ((IPEndPoint)remote).Address.Equals(s_first) ? first : second!;
        if (sink.Refuses(out var silently))
        {
            if (silently) await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            throw new IOException("Connection refused");
        }

        var peer = new TextPeer();
        _ = sink.ServeAsync(peer);
        return new Line(peer.Near);
    }

    public Task<DnsAnswer<MxRecord>> ResolveMxAsync(DomainName name, CancellationToken cancellationToken) => Answer(name.Value == "example.org"
        ? (DnsAnswer<MxRecord>)new DnsAnswer<MxRecord>.Failed("not now")
        : new DnsAnswer<MxRecord>.Found([.. Hosts.Select((host, index) => new MxRecord(index, DomainName.Parse(host)))]));

    public Task<DnsAnswer<IPAddress>> ResolveAddressesAsync(DomainName name, CancellationToken cancellationToken) => Answer<DnsAnswer<IPAddress>>(
        new DnsAnswer<IPAddress>.Found(name.Value switch
        {
            "mx1.example.net" => [s_first],
            "mx2.example.net" => [s_second],
            _ => second is null ? [s_first] : [s_first, s_second],
        }));

    public Task<DnsAnswer<string>> ResolveTxtAsync(DomainName name, CancellationToken cancellationToken) => Answer<DnsAnswer<string>>(new DnsAnswer<string>.NoData());

    private string[] Hosts => second is null ? ["mx1.example.net"] : ["mx1.example.net", "mx2.example.net"];

    private static Task<T> Answer<T>(T answer) => Task.FromResult(answer);

    private sealed class Line(IDuplexPipe pipe) : INetworkConnection
    {
        public PipeReader Input => pipe.Input;

        public PipeWriter Output => pipe.Output;

        public async ValueTask DisposeAsync()
        {
            await Input.CompleteAsync();
            await Output.CompleteAsync();
        }
    }
}
