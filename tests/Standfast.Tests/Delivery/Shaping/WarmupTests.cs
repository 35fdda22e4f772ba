using System.Collections.Immutable;
using System.Net;
using Standfast.Delivery.Egress;
using Standfast.Delivery.Providers;
using Standfast.Delivery.Warmup;
using Standfast.Storage.Sqlite;
using Standfast.Tests.Storage;

namespace Standfast.Tests.Delivery.Shaping;

/// <summary>A new source never sends more in a day than its plan allows, whatever happens to the server or its clock.</summary>
public sealed class WarmupTests
{
    private const string Host = "198.51.100.1";
    private const string OtherHost = "198.51.100.2";

    private static readonly IPAddress s_new = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress s_warm = IPAddress.Parse("192.0.2.2");

    [Fact]
    public void EachDay_HasWhatThePlanAllows_AndThenThereIsNoCap()
    {
        var world = World(new MemoryLedger());
        var sink = world.Add("dest.example", Host, new SinkManners());
        world.Run(TimeSpan.FromHours(71), () => world.SendAsync("dest.example", 1_000));
        var days = sink.Accepted.GroupBy(one => (int)one.At.TotalDays).Select(day => day.Count());
        Assert.Equal([50, 75, 875], days);
    }

    [Fact]
    public void Day_WithTooManyComplaints_TakesThePlanNoFurther()
    {
        var world = World(new MemoryLedger());
        var sink = world.Add("dest.example", Host, new SinkManners());
        world.Run(TimeSpan.FromHours(71), async () =>
        {
            await world.SendAsync("dest.example", 1_000);
            await Task.Delay(TimeSpan.FromSeconds(10), world.Time);
            world.Engine!.DoubtWarmup("192.0.2.1", "mx.dest.example");
        });
        Assert.Equal([50, 50, 75], sink.Accepted.GroupBy(one => (int)one.At.TotalDays).Select(day => day.Count()));
    }

    [Fact]
    public void Cap_IsOfAllSitesOfTheProvider_AndOfRecipients()
    {
        var world = World(new MemoryLedger());
        var first = world.Add("a.example", Host, new SinkManners());
        var second = world.Add("b.example", OtherHost, new SinkManners());
        world.Run(TimeSpan.FromHours(20), async () =>
        {
            await world.SendAsync("a.example", 20, recipients: 3);
            await world.SendAsync("b.example", 20, recipients: 4);
        });
        Assert.Equal(50, first.Recipients + second.Recipients);
    }

    [Fact]
    public void Cap_IsKept_OverCrashes()
    {
        using var folder = new TemporaryFolder();
        var total = 0;
        for (var life = 0; life < 6; life++)
        {
            using var ledger = SqliteWarmupLedger.Open(folder.File("warmup.db"));
            var world = World(ledger);
            var sink = world.Add("dest.example", Host, new SinkManners());
            // Each ends with whatever it has in hand.
            world.Run(TimeSpan.FromSeconds(5), () => world.SendAsync("dest.example", 11));
            total += sink.Recipients;
        }

        // What had been written off and not used is lost.
        Assert.InRange(total, 44, 50);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(-30)]
    public void Cap_IsKept_WhenTheClockJumps(int days)
    {
        var world = World(new MemoryLedger());
        var sink = world.Add("dest.example", Host, new SinkManners());
        world.Run(TimeSpan.FromHours(20), async () =>
        {
            await world.SendAsync("dest.example", 30);
            await Task.Delay(TimeSpan.FromHours(1), world.Time);
            world.Time.WallOffset += TimeSpan.FromDays(days);
            await world.SendAsync("dest.example", 100);
            await Task.Delay(TimeSpan.FromHours(1), world.Time);
            world.Time.WallOffset -= TimeSpan.FromDays(2 * days);
        });
        Assert.Equal(50, sink.Recipients);
    }

    [Fact]
    public void Overflow_LeavesByTheWarmSourcesOfThePool()
    {
        var world = World(new MemoryLedger(), new EgressSource(s_warm.ToString(), s_warm, null, null));
        var sink = world.Add("dest.example", Host, new SinkManners());
        world.Run(TimeSpan.FromHours(1), () => world.SendAsync("dest.example", 1_000));
        Assert.Equal((1_000, 50), (sink.Accepted.Count, sink.Accepted.Count(one => one.Source.Equals(s_new))));
    }

    [Fact]
    public void NothingIsSpent_WhereNobodyAnswers()
    {
        var world = World(new MemoryLedger());
        world.AddDead("dead.example", OtherHost);
        var sink = world.Add("dest.example", Host, new SinkManners());
        world.Run(TimeSpan.FromHours(20), async () =>
        {
            await world.SendAsync("dead.example", 100);
            await Task.Delay(TimeSpan.FromHours(2), world.Time);
            await world.SendAsync("dest.example", 100);
        });
        Assert.Equal(50, sink.Recipients);
    }

    [Fact]
    public void Plan_StandsStill_WhileLittleIsSent()
    {
        var world = World(new MemoryLedger());
        var sink = world.Add("dest.example", Host, new SinkManners());
        world.Run(TimeSpan.FromHours(10), async () =>
        {
            for (var day = 0; day < 30; day++)
            {
                await world.SendAsync("dest.example", 5);
                await Task.Delay(TimeSpan.FromHours(25), world.Time);
            }

            await world.SendAsync("dest.example", 1_000);
        });
        Assert.Equal((30 * 5) + 50, sink.Recipients);
    }

    [Fact]
    public void NothingIsSent_WhileTheLedgerCannotBeWritten()
    {
        var ledger = new MemoryLedger { Fails = true };
        var world = World(ledger);
        var sink = world.Add("dest.example", Host, new SinkManners());
        var whileBroken = -1;
        world.Run(TimeSpan.FromHours(1), async () =>
        {
            await world.SendAsync("dest.example", 10);
            await Task.Delay(TimeSpan.FromHours(1), world.Time);
            (whileBroken, ledger.Fails) = (sink.Recipients, false);
        });
        Assert.Equal((0, 10), (whileBroken, sink.Recipients));
    }

    [Theory]
    [InlineData("version = 2\n[[plan]]\nprovider = \"default\"\nrecipients = [1]\nsource = \"x\"\ndate = \"2026-11-25\"", "version must be 1")]
    [InlineData("version = 1\n[[plan]]\nprovider = \"gmail\"\nrecipients = [1]\nsource = \"x\"\ndate = \"2026-11-25\"", "there is no warm-up plan \"default\"")]
    [InlineData("version = 1\n[[plan]]\nprovider = \"default\"\nrecipients = [0]\nsource = \"x\"\ndate = \"2026-11-25\"", "recipients = ")]
    [InlineData("version = 1\n[[plan]]\nprovider = \"default\"\nrecipients = [1]\nsource = \"x\"\ndate = \"2026-11-25\"\ncolour = 1", "colour: unknown key")]
    public void Plans_NameTheirMistakes(string text, string mistake) => Assert.Contains(WarmupPlans.Read([("x.toml", text)]).Mistakes, one => one.Contains(mistake, StringComparison.Ordinal));

    [Fact]
    public void Plans_ThatAreShipped_GrowFromDayToDay()
    {
        var (plans, mistakes) = WarmupPlans.ReadFolder(Path.Combine(Architecture.Repository.Root, "data", "warmup"));
        Assert.Equal([], mistakes);
        foreach (var provider in (string[])["default", "gmail", "outlook", "microsoft365"])
        {
            var plan = plans.Find(provider);
            Assert.InRange(plan.Length, 14, 45);
            Assert.All(plan.Zip(plan.Skip(1)), pair => Assert.InRange(pair.Second, pair.First * 1.3, pair.First * 1.6));
        }
    }

    private static ShapingWorld World(IWarmupLedger ledger, params EgressSource[] others) => new()
    {
        Ledger = ledger,
        Warmup = new WarmupPlans(new Dictionary<string, ImmutableArray<int>> { [WarmupPlans.Default] = [50, 75] }),
        Pools = [new EgressPool("default", [new EgressSource(s_new.ToString(), s_new, null, null) { IsWarming = true }, .. others])],
    };

    private sealed class MemoryLedger : IWarmupLedger
    {
        private readonly Dictionary<(string, string), WarmupDay> _days = [];

        public bool Fails { get; set; }

        public IReadOnlyList<WarmupDay> Load() => [.. _days.Values];

        public void Save(WarmupDay day)
        {
            if (Fails) throw new IOException("the disk is full");
            _days[(day.Source, day.Provider)] = day;
        }
    }
}
