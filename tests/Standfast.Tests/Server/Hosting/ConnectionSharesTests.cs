using Standfast.Server.Hosting;

namespace Standfast.Tests.Server.Hosting;

public sealed class ConnectionSharesTests
{
    [Theory]
    [InlineData(1_024L, 256, 64, 64)]
    [InlineData(4_096L, 1_792, 448, 448)]
    [InlineData(65_536L, 2_000, 1_000, 1_000)]
    [InlineData(null, 2_000, 1_000, 1_000)]
    public void Shares_StayBelowTheFilesThatMayBeOpen(long? limit, int clients, int servers, int browsers)
    {
        var shares = ConnectionShares.Of(limit, 2_000, 1_000);
        Assert.Equal(new ConnectionShares(clients, servers, browsers), shares);
        // One file each, and two for those that go out.
        Assert.True(512 + shares.In + (2 * shares.Out) + shares.Http <= (limit ?? long.MaxValue));
    }
}
