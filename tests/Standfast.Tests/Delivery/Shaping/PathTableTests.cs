using Microsoft.Extensions.Logging.Abstractions;
using Standfast.Delivery;
using Standfast.Delivery.Egress;
using Standfast.Delivery.Providers;
using Standfast.Delivery.Shaping;
using Standfast.Delivery.Warmup;
using Standfast.Mail;

namespace Standfast.Tests.Delivery.Shaping;

public sealed class PathTableTests
{
    private static readonly DeliveryOptions s_options = new() { Hostname = DomainName.Parse("mail.example.org"), MaildirRoot = "/nowhere" };

    [Fact]
    public void NothingIsKept_OfSitesThatHadNothingToTeach()
    {
        var (table, context) = NewTable();
        for (var number = 0; number < 100; number++)
        {
            using var paths = new SitePaths($"mx{number}.example.net", EgressPool.Default, SiteLimits.Of(ProviderProfile.Unknown, s_options), context, TimeSpan.Zero);
            Assert.Equal(1, paths.Free);
        }

        Assert.Equal(0, table.Count);
    }

    [Fact]
    public void WaysOfASite_AreGivenBackOnce_HoweverOftenItEnds()
    {
        var (table, context) = NewTable();
        using var other = new SitePaths("mx1.example.net", EgressPool.Default, SiteLimits.Of(ProviderProfile.Unknown, s_options), context, TimeSpan.Zero);
        var paths = new SitePaths("mx1.example.net", EgressPool.Default, SiteLimits.Of(ProviderProfile.Unknown, s_options), context, TimeSpan.Zero);
        paths.Dispose();
        var used = table.Count;
        paths.Dispose();
        Assert.Equal(used, table.Count);
    }

    private static (PathTable Table, ShapingContext Context) NewTable()
    {
        var time = new VirtualTime();
        var clock = new MonotonicClock(time);
        var table = new PathTable(null, new WarmupTable(null, WarmupPlans.None, _ => TimeSpan.Zero, time, NullLogger.Instance), clock, s_options);
        return (table, new ShapingContext(table, new SourceHealth(clock), ProviderCatalogue.Empty, clock, () => { }));
    }
}
