using System.Collections;
using Standfast.Delivery.Egress;
using Standfast.Mail;
using Standfast.Server.Composition;
using Standfast.Server.Configuration;

namespace Standfast.Tests.Server;

public sealed class PoolSettingsTests
{
    [Fact]
    public void Read_GivesPoolsWithTheirSourcesNamesAndAccounts()
    {
        var (pools, bindings, mistakes) = Read(
            "delivery.sources=192.0.2.1", "pool.bulk.sources=192.0.2.8,192.0.2.9,2001:db8::8", "pool.bulk.helo=b8.example.org,b9.example.org", "pool.bulk.accounts=news,*/bulk", "pool.default.helo=out.example.org");
        Assert.Equal([], mistakes);
        Assert.Equal(["bulk", "default"], pools.Select(pool => pool.Name));
        Assert.Equal(
            ["192.0.2.8/192.0.2.8+2001:db8::8/b8.example.org", "192.0.2.9/192.0.2.9+/b9.example.org", "192.0.2.1/192.0.2.1+/out.example.org"],
            pools.SelectMany(pool => pool.Sources).Select(source => $"{source.Name}/{source.V4}+{source.V6}/{source.HeloName}"));
        Assert.Equal(("bulk", "bulk", "default"), (bindings.PoolOf(AccountId.Parse("news"), StreamName.Transactional), bindings.PoolOf(null, StreamName.Parse("bulk")), bindings.PoolOf(AccountId.Parse("shop"), StreamName.Transactional)));
    }

    [Fact]
    public void Read_LeavesTheAddressToTheSystem_WhenNothingIsSet()
    {
        var (pools, bindings, mistakes) = Read();
        Assert.Equal([], mistakes);
        Assert.Equal([EgressSource.System], Assert.Single(pools).Sources);
        Assert.True(bindings.IsEmpty);
    }

    [Theory]
    [InlineData("pool.bulk.sources: a pool needs at least one address", "pool.bulk.helo=b.example.org")]
    [InlineData("pool.default.sources: 192.0.2.1 is named twice, here and by pool bulk", "pool.bulk.sources=192.0.2.1", "delivery.sources=192.0.2.1")]
    [InlineData("pool.bulk.helo: 2 names for 3 sources: one for each, or one for all", "pool.bulk.sources=192.0.2.1,192.0.2.2,192.0.2.3", "pool.bulk.helo=a.example.org,b.example.org")]
    [InlineData("pool.late.accounts: news leaves by pool bulk already", "pool.bulk.sources=192.0.2.1", "pool.bulk.accounts=news", "pool.late.sources=192.0.2.2", "pool.late.accounts=news")]
    [InlineData("pool.default.accounts: news: the default pool takes what no other pool names", "pool.default.accounts=news")]
    [InlineData("pool.default.sources: give these or delivery.sources, not both", "pool.default.sources=192.0.2.1", "delivery.sources=192.0.2.2")]
    public void Read_NamesTheMistake(string mistake, params string[] settings) => Assert.Equal([mistake], Read(settings).Mistakes);

    [Fact]
    public void Load_ReadsPoolsFromTables()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "[pool.bulk]\nsources = [\"192.0.2.8\"]\naccounts = [\"news\"]\n[pool.Bad]\nsources = [\"192.0.2.9\"]\n");
            var (settings, mistakes) = Settings.Load(["--config", file], new Hashtable());
            Assert.Contains("pool.Bad.sources = 192.0.2.9: unknown key", Assert.Single(mistakes), StringComparison.Ordinal);
            Assert.Equal(["bulk"], settings.Pools);
            Assert.Equal("192.0.2.8", settings["pool.bulk.sources"]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static (IReadOnlyList<EgressPool> Pools, PoolBindings Bindings, List<string> Mistakes) Read(params string[] sets)
    {
        var (settings, wrong) = Settings.Load([.. sets.SelectMany(set => new[] { "--set", set })], new Hashtable());
        Assert.Equal([], wrong);
        var mistakes = new List<string>();
        var (pools, bindings) = PoolSettings.Read(settings, mistakes);
        return (pools, bindings, mistakes);
    }
}
