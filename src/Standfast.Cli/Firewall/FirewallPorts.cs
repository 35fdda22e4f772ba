using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Standfast.Cli.Firewall;

/// <summary>Ports as the server names them. It runs with fewer rights than who sets rules, and so is not believed more than it needs to be.</summary>
/// <param name="Mail">Of mail, that others may reach.</param>
/// <param name="Services">Of databases and scanners, none below <see cref="LeastService"/>.</param>
internal sealed record FirewallPorts(IReadOnlyList<int> Mail, IReadOnlyList<int> Services)
{
    /// <summary>No such service has a lower one; SSH has, which must not be closed.</summary>
    private const int LeastService = 1024;

    /// <summary>A server has a handful; ours.</summary>
    private const int MaxPorts = 100;

    public static bool TryRead(JsonElement answer, [NotNullWhen(true)] out FirewallPorts? ports)
    {
        ports = TryRead(answer, "mail_ports", 1, out var mail) && TryRead(answer, "service_ports", LeastService, out var services) ? new FirewallPorts(mail, services) : null;
        return ports is not null;
    }

    private static bool TryRead(JsonElement answer, string name, int least, out List<int> ports)
    {
        ports = [];
        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty(name, out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > MaxPorts) return false;
        foreach (var element in list.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.Number || !element.TryGetInt32(out var port) || port < least || port > ushort.MaxValue) return false;
            ports.Add(port);
        }

        return true;
    }
}
