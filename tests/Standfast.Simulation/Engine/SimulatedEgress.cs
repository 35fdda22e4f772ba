using System.Collections.Immutable;
using System.Net;
using Standfast.Delivery.Egress;
using Standfast.Delivery.Providers;
using Standfast.Mail;

namespace Standfast.Simulation.Engine;

/// <summary>Two pools: one account's mail leaves by a source that is being warmed up and one that is warm, all other by a third.</summary>
internal static class SimulatedEgress
{
    private const string BulkPool = "bulk";

    /// <summary>Recipients of each day: so few that most histories come to the end of one.</summary>
    public static ImmutableArray<int> Plan { get; } = [6, 9, 13, 20];

    public static IPAddress Warming { get; } = IPAddress.Parse("10.9.0.1");

    private static IPAddress Warm { get; } = IPAddress.Parse("10.9.0.2");

    private static IPAddress Own { get; } = IPAddress.Parse("10.9.0.3");

    public static IReadOnlyList<EgressPool> Pools { get; } =
    [
        new(BulkPool, [Source(Warming) with { IsWarming = true }, Source(Warm)]),
        EgressPool.Default with { Sources = [Source(Own)] },
    ];

    public static PoolBindings Bindings { get; } = new(new Dictionary<PoolBinding, string> { [new PoolBinding(AccountId.Parse("account1"), null)] = BulkPool });

    public static WarmupPlans Warmup { get; } = new(new Dictionary<string, ImmutableArray<int>> { [WarmupPlans.Default] = Plan });

    /// <param name="sender">Address of an account's domain.</param>
    public static bool MayLeaveBy(string sender, IPAddress? source) => sender.EndsWith("@sender1.test", StringComparison.Ordinal) ? Warming.Equals(source) || Warm.Equals(source) : Own.Equals(source);

    private static EgressSource Source(IPAddress address) => new(address.ToString(), address, null, null);
}
