using System.Net;
using System.Net.Sockets;
using Standfast.Delivery.Egress;
using Standfast.Mail;
using Standfast.Queue.Scheduling;
using Standfast.Server.Configuration;

namespace Standfast.Server.Composition;

/// <summary>What the settings say of egress pools. The default pool is that of <c>delivery.sources</c>, or of <c>pool.default</c>.</summary>
internal static class PoolSettings
{
    /// <param name="mistakes">Added to, one line each.</param>
    public static (IReadOnlyList<EgressPool> Pools, PoolBindings Bindings) Read(Settings settings, List<string> mistakes)
    {
        var pools = new List<EgressPool>();
        var bindings = new Dictionary<PoolBinding, string>();
        var owners = new Dictionary<IPAddress, string>();
        foreach (var name in settings.Pools.Append(PooledSite.DefaultPool).Distinct())
        {
            var pool = ReadOne(settings, name, mistakes);
            pools.Add(pool);
            foreach (var address in pool.Sources.SelectMany(source => new[] { source.V4, source.V6 }).OfType<IPAddress>())
                if (!owners.TryAdd(address, name))
                    mistakes.Add($"pool.{name}.sources: {address} is named twice{(owners[address] == name ? "" : $", here and by pool {owners[address]}")}");
            foreach (var text in SettingValues.Split(settings[$"pool.{name}.accounts"]))
            {
                if (!PoolBinding.TryParse(text, out var binding)) continue;
                if (name == PooledSite.DefaultPool) mistakes.Add($"pool.default.accounts: {text}: the default pool takes what no other pool names");
                else if (!bindings.TryAdd(binding, name)) mistakes.Add($"pool.{name}.accounts: {text} leaves by pool {bindings[binding]} already");
            }
        }

        return (pools, new PoolBindings(bindings));
    }

    private static EgressPool ReadOne(Settings settings, string name, List<string> mistakes)
    {
        var isDefault = name == PooledSite.DefaultPool;
        var (own, old) = (Addresses(settings[$"pool.{name}.sources"]), isDefault ? Addresses(settings["delivery.sources"]) : []);
        if (own.Count > 0 && old.Count > 0) mistakes.Add("pool.default.sources: give these or delivery.sources, not both");
        if (own.Count == 0 && !isDefault) mistakes.Add($"pool.{name}.sources: a pool needs at least one address");
        var addresses = own.Count > 0 ? own : old;
        var v4 = addresses.Where(address => address.AddressFamily == AddressFamily.InterNetwork).ToList();
        var v6 = addresses.Where(address => address.AddressFamily == AddressFamily.InterNetworkV6).ToList();
        var count = Math.Max(1, Math.Max(v4.Count, v6.Count));
        var helo = SettingValues.Split(settings[$"pool.{name}.helo"]).Select(DomainName.Parse).ToList();
        if (helo.Count > 1 && helo.Count != count) mistakes.Add($"pool.{name}.helo: {helo.Count} names for {count} source{(count == 1 ? "" : "s")}: one for each, or one for all");
        var isWarming = bool.Parse(settings[$"pool.{name}.warmup"]);
        if (isWarming && addresses.Count == 0) mistakes.Add($"pool.{name}.warmup: name the addresses that are warmed up in pool.{name}.sources");
        // The n-th address of each family make one source.
        return new EgressPool(name, [.. Enumerable.Range(0, count).Select(index => Source(v4.ElementAtOrDefault(index), v6.ElementAtOrDefault(index), helo.Count > 1 ? helo.ElementAtOrDefault(index) : helo.FirstOrDefault()) with { IsWarming = isWarming })]);
    }

    private static EgressSource Source(IPAddress? v4, IPAddress? v6, DomainName? helo) => (v4 ?? v6) is { } address
        ? new EgressSource(address.ToString(), v4, v6, helo)
        : EgressSource.System with { HeloName = helo };

    private static List<IPAddress> Addresses(string text) => [.. SettingValues.Split(text).Select(IPAddress.Parse)];
}
