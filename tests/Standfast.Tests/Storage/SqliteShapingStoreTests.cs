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
}
