using System.Net;
using Microsoft.Extensions.Time.Testing;
using Standfast.Dns;
using Standfast.Mail;
using Standfast.Policy.Inbound;

namespace Standfast.Tests.Policy.Inbound;

public sealed class DnsblTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Names _names = new();
    private readonly List<string> _alarms = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("bl.example", true)]
    [InlineData("bl.example=127.0.0.2-127.0.0.11", true)]
    [InlineData("bl.example=127.0.0.2", true)]
    [InlineData("", false)]
    [InlineData("bl..example", false)]
    [InlineData("bl.example=", false)]
    [InlineData("bl.example=127.0.0.9-127.0.0.2", false)]
    [InlineData("bl.example=10.0.0.1", false)]
    [InlineData("bl.example=127.0.0.2=3", false)]
    public void Zone_Parses(string text, bool isGood) => Assert.Equal(isGood, DnsblZone.TryParse(text, out _));

    [Fact]
    public async Task ListedClient_IsFound_AndRememberedForAWhile()
    {
        _names["2.0.0.127.bl.example"] = "127.0.0.2";
        _names["7.2.0.192.bl.example"] = "127.0.0.4";
        var checker = Checker("bl.example");
        Assert.Equal(new DnsblListing("bl.example", IPAddress.Parse("127.0.0.4")), await checker.FindAsync(IPAddress.Parse("192.0.2.7"), Stop));
        Assert.Null(await checker.FindAsync(IPAddress.Parse("192.0.2.8"), Stop));
        var asked = _names.Asked;
        await checker.FindAsync(IPAddress.Parse("192.0.2.7"), Stop);
        await checker.FindAsync(IPAddress.Parse("192.0.2.8"), Stop);
        Assert.Equal(asked, _names.Asked);
        _names.Remove("7.2.0.192.bl.example");
        _time.Advance(TimeSpan.FromMinutes(15));
        Assert.Null(await checker.FindAsync(IPAddress.Parse("192.0.2.7"), Stop));
        Assert.Equal(new DnsblZoneState("bl.example", true, null, 3, 1), Assert.Single(checker.Zones));
    }

    [Fact]
    public async Task Ipv6_IsAskedByNibbles()
    {
        _names["2.0.0.127.bl.example"] = "127.0.0.2";
        _names["1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.bl.example"] = "127.0.0.2";
        Assert.NotNull(await Checker("bl.example").FindAsync(IPAddress.Parse("2001:db8::1"), Stop));
    }

    [Fact]
    public async Task OwnAddresses_AreNotAsked()
    {
        _names["2.0.0.127.bl.example"] = "127.0.0.2";
        var checker = Checker("bl.example");
        foreach (var own in (string[])["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "::1", "fe80::1", "fd00::1"]) Assert.Null(await checker.FindAsync(IPAddress.Parse(own), Stop));
        Assert.Equal(0, _names.Asked);
    }

    [Fact]
    public async Task ClosedZoneThatListsEverybody_IsNotTrusted_UntilItIsMended()
    {
        _names.Wildcard = "127.0.0.2";
        var checker = Checker("bl.example");
        Assert.Null(await checker.FindAsync(IPAddress.Parse("192.0.2.7"), Stop));
        Assert.Contains("would list everybody", Assert.Single(_alarms), StringComparison.Ordinal);
        _names.Wildcard = null;
        _names["2.0.0.127.bl.example"] = "127.0.0.2";
        _names["7.2.0.192.bl.example"] = "127.0.0.2";
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.NotNull(await checker.FindAsync(IPAddress.Parse("192.0.2.7"), Stop));
        Assert.Equal("bl.example: good", _alarms[^1]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("127.255.255.254")]
    [InlineData("203.0.113.1")]
    public async Task TestPoint_ThatIsNotListed_TurnsTheZoneOff(string? answer)
    {
        if (answer is not null) _names["2.0.0.127.bl.example"] = answer;
        _names["7.2.0.192.bl.example"] = "127.0.0.2";
        Assert.Null(await Checker("bl.example").FindAsync(IPAddress.Parse("192.0.2.7"), Stop));
        Assert.Single(_alarms);
    }

    [Theory]
    [InlineData("127.255.255.252")]
    [InlineData("127.255.255.254")]
    [InlineData("203.0.113.1")]
    [InlineData("::1")]
    public async Task ErrorAnswer_IsNoListing_AndTurnsTheZoneOff(string answer)
    {
        _names["2.0.0.127.bl.example"] = "127.0.0.2";
        _names["7.2.0.192.bl.example"] = answer;
        _names["8.2.0.192.bl.example"] = "127.0.0.2";
        var checker = Checker("bl.example");
        Assert.Null(await checker.FindAsync(IPAddress.Parse("192.0.2.7"), Stop));
        Assert.Contains("is no listing", Assert.Single(_alarms), StringComparison.Ordinal);
        Assert.Null(await checker.FindAsync(IPAddress.Parse("192.0.2.8"), Stop));
    }

    [Fact]
    public async Task OtherAnswers_OfAZoneWithItsOwnMeanings_AreNoListing()
    {
        _names["2.0.0.127.bl.example"] = "127.0.0.2";
        _names["7.2.0.192.bl.example"] = "127.0.1.2";
        _names["8.2.0.192.bl.example"] = "127.0.0.11";
        var checker = Checker("bl.example=127.0.0.2-127.0.0.11");
        Assert.Null(await checker.FindAsync(IPAddress.Parse("192.0.2.7"), Stop));
        Assert.NotNull(await checker.FindAsync(IPAddress.Parse("192.0.2.8"), Stop));
        Assert.Empty(_alarms);
    }

    [Fact]
    public async Task SilentZone_HoldsMailUpForItsTimeOnly()
    {
        _names.IsSilent = true;
        var find = Checker("bl.example").FindAsync(IPAddress.Parse("192.0.2.7"), Stop);
        Assert.False(find.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Null(await find);
    }

    private DnsblChecker Checker(string zone)
    {
        Assert.True(DnsblZone.TryParse(zone, out var parsed));
        return new DnsblChecker([parsed], _names, _time, (name, problem) => _alarms.Add($"{name}: {problem ?? "good"}"));
    }

    private sealed class Names : Dictionary<string, string>, IDnsResolver
    {
        public string? Wildcard { get; set; }

        public bool IsSilent { get; set; }

        public int Asked { get; private set; }

        public async Task<DnsAnswer<IPAddress>> ResolveAddressesAsync(DomainName name, CancellationToken cancellationToken)
        {
            Asked++;
            if (IsSilent) await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
            return (TryGetValue(name.Value, out var answer) ? answer : Wildcard) is { } found ? new DnsAnswer<IPAddress>.Found([IPAddress.Parse(found)]) : new DnsAnswer<IPAddress>.NoSuchName();
        }

        public Task<DnsAnswer<MxRecord>> ResolveMxAsync(DomainName name, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<DnsAnswer<string>> ResolveTxtAsync(DomainName name, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
