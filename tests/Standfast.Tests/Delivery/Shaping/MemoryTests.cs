using Standfast.Delivery.Shaping;
using Standfast.Storage.Sqlite;
using Standfast.Tests.Storage;

namespace Standfast.Tests.Delivery.Shaping;

/// <summary>What a site has taught is known after a restart.</summary>
public sealed class MemoryTests
{
    private const string Host = "198.51.100.1";

    [Fact]
    public void Suspension_IsObeyed_AfterACrash()
    {
        using var folder = new TemporaryFolder();
        using (var store = SqliteShapingStore.Open(folder.File("shaping.db")))
        {
            // The engine is not stopped, as by kill -9: only what was written at once is there.
            var world = new ShapingWorld { Providers = ReactionTests.Suspending, Store = new WithoutFarewell(store) };
            world.Add("dest.example", Host, new SinkManners { Say = (_, _) => "421 4.7.28 unusual rate" });
            world.Run(TimeSpan.FromSeconds(5), () => world.SendAsync("dest.example", 3));
        }

        using var again = SqliteShapingStore.Open(folder.File("shaping.db"));
        var after = new ShapingWorld { Providers = ReactionTests.Suspending, Store = again };
        var sink = after.Add("dest.example", Host, new SinkManners());
        after.Run(TimeSpan.FromHours(3), () => after.SendAsync("dest.example", 3));
        Assert.Equal(3, sink.Accepted.Count);
        Assert.InRange(after.Network.Connections[0].At, TimeSpan.FromHours(2) - TimeSpan.FromSeconds(6), TimeSpan.FromHours(2.1));
    }

    [Fact]
    public void Rate_IsTheOneThatWasFound_AfterARestart()
    {
        using var folder = new TemporaryFolder();
        using (var store = SqliteShapingStore.Open(folder.File("shaping.db")))
        {
            var world = new ShapingWorld { Store = store };
            world.Add("dest.example", Host, new SinkManners { Rate = 10 });
            world.Run(TimeSpan.FromMinutes(15), () => world.SendAsync("dest.example", 20_000));
        }

        using var again = SqliteShapingStore.Open(folder.File("shaping.db"));
        var after = new ShapingWorld { Store = again };
        var sink = after.Add("dest.example", Host, new SinkManners { Rate = 10 });
        after.Run(TimeSpan.FromMinutes(2), () => after.SendAsync("dest.example", 5_000));
        Assert.InRange(sink.Accepted.Count, 9 * 120, 10 * 121);
        // Who knows nothing is refused several times in the first minute.
        Assert.InRange(sink.Tries.Count(one => one.IsRefused), 0, 1);
    }

    /// <summary>Does not hear what is saved when the engine stops in order.</summary>
    private sealed class WithoutFarewell(IShapingStore store) : IShapingStore
    {
        private int _saves;

        public (IReadOnlyList<SiteMemory> Sites, IReadOnlyList<RestraintMemory> Restraints) Load() => store.Load();

        public void Save(IReadOnlyList<SiteMemory> sites, IReadOnlyList<RestraintMemory> restraints)
        {
            if (_saves++ == 0) store.Save(sites, restraints);
        }
    }
}
