using System.Net;
using Standfast.Delivery;
using Standfast.Delivery.Egress;
using Standfast.Delivery.Network;
using Standfast.Delivery.Routing;
using Standfast.Delivery.Shaping;
using Standfast.Delivery.Sites;
using Standfast.Dns;
using Standfast.Mail;

namespace Standfast.Tests.Delivery.Sites;

/// <summary>Which addresses of a route are worth a try, and what it means when none is.</summary>
public sealed class AddressFinderTests
{
    private readonly Names _names = [];
    private readonly DeadHosts _dead = new(new MonotonicClock(TimeProvider.System));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("0.0.0.0:25", "127.0.0.1", true)]
    [InlineData("0.0.0.0:25", "127.4.5.6", true)]
    [InlineData("0.0.0.0:25", "0.0.0.0", true)]
    [InlineData("[::]:25", "::1", true)]
    [InlineData("[::]:25", "127.0.0.1", true)]
    [InlineData("[::]:25", "::ffff:127.0.0.1", true)]
    [InlineData("0.0.0.0:25", "192.0.2.1", false)]
    [InlineData("0.0.0.0:2525", "127.0.0.1", false)]
    [InlineData("127.0.0.1:25", "127.0.0.1", true)]
    [InlineData("127.0.0.1:25", "::ffff:127.0.0.1", true)]
    [InlineData("127.0.0.1:25", "127.0.0.2", false)]
    [InlineData("192.0.2.1:25", "192.0.2.1", true)]
    public async Task Address_IsALoop_WhenOneOfOurListenersIsThere(string listener, string address, bool loops)
    {
        _names["mx.example.net"] = address;
        var found = await FinderFor(IPEndPoint.Parse(listener)).FindAsync(RouteTo("mx.example.net"), EgressSource.System, Stop);
        Assert.Equal((loops ? 1 : 0, loops ? 0 : 1), (found.Loops, found.Candidates.Count));
    }

    [Fact]
    public async Task HostsThatRest_AreWaitedFor_WhenTheOnlyOtherHasNoAddress()
    {
        _names["mx2.example.net"] = "192.0.2.2";
        _dead.Failed(new IPEndPoint(IPAddress.Parse("192.0.2.2"), 25), EgressSource.System.Name, TimeSpan.FromSeconds(30));
        var options = OptionsFor(IPEndPoint.Parse("127.0.0.1:25"));
        var time = TimeProvider.System;
        var connector = new Connector(new AddressFinder(_names, _dead, options), new Dialler(new NoNetwork(), _dead, options, new MonotonicClock(time), time), _dead, options, time);

        await Assert.ThrowsAsync<HostsRestException>(() => connector.OpenAsync(RouteTo("mx1.example.net", "mx2.example.net"), EgressSource.System, requiresTls: false, othersStand: false, Stop));
        await Assert.ThrowsAsync<Standfast.Smtp.Client.PeerException>(() => connector.OpenAsync(RouteTo("mx1.example.net"), EgressSource.System, requiresTls: false, othersStand: false, Stop));
    }

    private static DeliveryOptions OptionsFor(IPEndPoint listener) => new() { Hostname = DomainName.Parse("mail.example.org"), MaildirRoot = "/nowhere", OwnEndpoints = [listener] };

    private static Route.Remote RouteTo(params string[] hosts) => new("example.net", hosts, 25, IsLmtp: false, Relay: null);

    private AddressFinder FinderFor(IPEndPoint listener) => new(_names, _dead, OptionsFor(listener));

    private sealed class NoNetwork : INetwork
    {
        public Task<INetworkConnection> ConnectAsync(EndPoint remote, IPAddress? source, CancellationToken cancellationToken) => throw new InvalidOperationException($"nobody was to be spoken to: {remote}");
    }

    /// <summary>Others fail to be looked up.</summary>
    private sealed class Names : Dictionary<string, string>, IDnsResolver
    {
        public Task<DnsAnswer<MxRecord>> ResolveMxAsync(DomainName name, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<DnsAnswer<string>> ResolveTxtAsync(DomainName name, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<DnsAnswer<IPAddress>> ResolveAddressesAsync(DomainName name, CancellationToken cancellationToken) =>
            Task.FromResult<DnsAnswer<IPAddress>>(TryGetValue(name.Value, out var answer) ? new DnsAnswer<IPAddress>.Found([IPAddress.Parse(answer)]) : new DnsAnswer<IPAddress>.Failed("SERVFAIL"));
    }
}
