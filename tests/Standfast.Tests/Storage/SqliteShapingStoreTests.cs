using Standfast.Delivery.Shaping;
using Standfast.Storage.Sqlite;

namespace Standfast.Tests.Storage;

public sealed class SqliteShapingStoreTests
{
    private static readonly DateTimeOffset s_time = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    private static readonly SiteMemory s_site = new("mx.example.net", "192.0.2.1")
    {
        Rate = 2.5,
        Ceiling = 3,
        CeilingUntil = s_time.AddMinutes(10),
        Connections = 4,
        GrowsAt = s_time.AddMinutes(1),
    };

    private static readonly RestraintMemory s_restraint = new("@gmail 192.0.2.1", s_time.AddHours(2), s_time, 0.5, "421 4.7.28 too much");

    [Fact]
    public void Load_GivesTheLastSave_AfterARestart()
    {
        using var folder = new TemporaryFolder();
        using (var store = SqliteShapingStore.Open(folder.File("shaping.db")))
        {
            store.Load();
            store.Save([s_site with { Site = "mx.example.com" }], []);
            store.Save([s_site, new SiteMemory("mx.example.org", "192.0.2.1")], [s_restraint with { Reason = null }, s_restraint with { Key = "mx.example.net 192.0.2.1" }]);
        }

        using var again = SqliteShapingStore.Open(folder.File("shaping.db"));
        var (sites, restraints) = again.Load();
        Assert.Equal([s_site, new SiteMemory("mx.example.org", "192.0.2.1")], sites.OrderBy(site => site.Site));
        Assert.Equal([s_restraint with { Reason = null }, s_restraint with { Key = "mx.example.net 192.0.2.1" }], restraints.OrderBy(restraint => restraint.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void Save_ForgetsAll_WhenNothingBindsAnyMore()
    {
        using var folder = new TemporaryFolder();
        using var store = SqliteShapingStore.Open(folder.File("shaping.db"));
        store.Save([s_site], [s_restraint]);
        store.Save([], []);
        Assert.Equal((0, 0), (store.Load().Sites.Count, store.Load().Restraints.Count));
    }

    [Theory]
    [InlineData(0, 100)]
    [InlineData(4_096, 12_288)]
    public void DamagedFile_IsSetAside_AndAllIsLearnedAgain(int from, int octets)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("shaping.db");
        using (var store = SqliteShapingStore.Open(path))
            store.Save([.. Enumerable.Range(0, 200).Select(number => s_site with { Site = $"mx{number}.example.net" })], [s_restraint]);
        using (var file = File.OpenWrite(path))
        {
            file.Position = from;
            file.Write(Enumerable.Repeat((byte)0xa5, octets).ToArray());
        }

        using (var store = SqliteShapingStore.Open(path))
        {
            Assert.NotNull(store.Damage);
            Assert.Equal((0, 0), (store.Load().Sites.Count, store.Load().Restraints.Count));
            store.Save([s_site], []);
        }

        Assert.True(File.Exists(path + ".damaged"));
        using var again = SqliteShapingStore.Open(path);
        Assert.Null(again.Damage);
        Assert.Equal([s_site], again.Load().Sites);
    }

    [Fact]
    public void TimeThatCannotBe_IsDamage()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("shaping.db");
        using (var store = SqliteShapingStore.Open(path)) store.Save([s_site], []);
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={path};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "UPDATE sites SET ceiling_until = 9223372036854775807";
            Assert.Equal(1, command.ExecuteNonQuery());
        }

        using var again = SqliteShapingStore.Open(path);
        Assert.NotNull(again.Damage);
        Assert.Empty(again.Load().Sites);
    }
}
