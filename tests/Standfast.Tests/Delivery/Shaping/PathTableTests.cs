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
    [Fact]
    public void NothingIsKept_OfSitesThatHadNothingToTeach()
    {
        var time = new VirtualTime();
        var clock = new MonotonicClock(time);
        var options = new DeliveryOptions { Hostname = DomainName.Parse("mail.example.org"), MaildirRoot = "/nowhere" };
        var table = new PathTable(null, new WarmupTable(null, WarmupPlans.None, _ => TimeSpan.Zero, time, NullLogger.Instance), clock, options);
        var context = new ShapingContext(table, new SourceHealth(clock), ProviderCatalogue.Empty, clock, () => { });
        for (var number = 0; number < 100; number++)
        {
            using var paths = new SitePaths($"mx{number}.example.net", EgressPool.Default, SiteLimits.Of(ProviderProfile.Unknown, options), context, TimeSpan.Zero);
            Assert.Equal(1, paths.Free);
        }

        Assert.Equal(0, table.Count);
    }
}
