using System.Net;
using System.Net.Sockets;
using Standfast.Delivery;
using Standfast.Delivery.Providers;
using Standfast.Server.Configuration;
using Standfast.Server.Machine;

namespace Standfast.Server.Composition;

/// <summary>What Delivery is told: the settings, and the knowledge that lies beside the program in data/.</summary>
internal static class DeliverySettings
{
    /// <summary>Folder of the data files that come with the program.</summary>
    private static string Knowledge { get; } = Path.Combine(AppContext.BaseDirectory, "data");

    /// <returns>Mistakes, one line each; with any of them the server does not start.</returns>
    public static (DeliveryOptions Options, IReadOnlyList<string> Mistakes) Read(Settings settings)
    {
        var (providers, found) = ProviderFiles.ReadFolder(Path.Combine(Knowledge, "providers"));
        var (plans, wrong) = WarmupPlans.ReadFolder(Path.Combine(Knowledge, "warmup"));
        var mistakes = found.Concat(wrong).ToList();
        var (pools, bindings) = PoolSettings.Read(settings, mistakes);
        var options = new DeliveryOptions
        {
            Hostname = settings.Hostname,
            Port = (int)settings.Number("delivery.port"),
            Relay = settings["delivery.relay"].Length > 0 && SettingValues.ParseHostPort(settings["delivery.relay"], 25) is var (host, port)
                ? new RelayHost(host, port, NullIfEmpty(settings["delivery.relay_user"]), settings["delivery.relay_password_file"].Length > 0 ? File.ReadAllText(settings["delivery.relay_password_file"]).Trim() : null)
                : null,
            Pools = pools,
            Bindings = bindings,
            Warmup = plans,
            Families = [.. SettingValues.Split(settings["delivery.families"]).Select(family => family == "ipv6" ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork)],
            ConnectionsPerSite = (int)settings.Number("delivery.connections_per_site"),
            Providers = providers,
            MaildirRoot = Path.Combine(settings.Data, "maildir"),
            OwnEndpoints = [.. ((string[])["smtp.listen", "submission.listen", "submissions.listen"]).SelectMany(settings.Endpoints).SelectMany(WithThoseOfTheMachine)],
        };
        return (options, mistakes);
    }

    /// <summary>A listener on all addresses is one on each.</summary>
    private static IEnumerable<IPEndPoint> WithThoseOfTheMachine(IPEndPoint listener) => !listener.Address.Equals(IPAddress.Any) && !listener.Address.Equals(IPAddress.IPv6Any)
        ? [listener]
        : [listener, .. LinuxNetwork.Addresses().Select(address => new IPEndPoint(address, listener.Port))];

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
