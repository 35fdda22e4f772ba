using System.Net;
using Standfast.Dns;
using Standfast.Mail;

namespace Standfast.Tests.Dns;

public sealed class DnsClientResolverTests
{
    private const int Questions = 400;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task HostileServer_IsAFailedAnswer_AndNeverAnException(int seed)
    {
        await using var server = new HostileNameServer(seed);
        var resolver = new DnsClientResolver([server.EndPoint], TimeSpan.FromMilliseconds(250));
        var (found, failed) = (0, 0);
        await Parallel.ForEachAsync(Enumerable.Range(0, Questions), new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = Stop }, async (index, stop) =>
        {
            var name = DomainName.Parse($"q{index}.test");
            object answer = (index % 5) switch
            {
                0 => await resolver.ResolveIp4Async(name, stop),
                1 => await resolver.ResolveAddressesAsync(name, stop),
                2 => await resolver.ResolveTxtAsync(name, stop),
                3 => await resolver.ResolvePtrAsync(new IPAddress([192, 0, 2, (byte)(index / 5)]), stop),
                _ => await resolver.ResolveMxAsync(name, stop),
            };
            if (answer is DnsAnswer<IPAddress>.Found or DnsAnswer<string>.Found or DnsAnswer<MxRecord>.Found) Interlocked.Increment(ref found);
            if (answer is DnsAnswer<IPAddress>.Failed or DnsAnswer<string>.Failed or DnsAnswer<MxRecord>.Failed) Interlocked.Increment(ref failed);
        });
        Assert.True(found > Questions / 20 && failed > Questions / 20, $"{found} found, {failed} failed");
    }

    [Fact]
    public async Task NobodyThere_IsAFailedAnswer()
    {
        var resolver = new DnsClientResolver([new IPEndPoint(IPAddress.Loopback, 9)], TimeSpan.FromMilliseconds(100));
        Assert.IsType<DnsAnswer<IPAddress>.Failed>(await resolver.ResolveIp4Async(DomainName.Parse("q.test"), Stop));
    }
}
