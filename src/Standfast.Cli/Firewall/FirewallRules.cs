using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Standfast.Recovery.Doctor;

/// <summary>
/// Writes rules of nftables(8) for this server. They are one table of their own, so that nothing else is touched: bans, a bound on connections from one
/// address, and closed ports of services that trust whoever reaches them. What they do not name they leave to other rules.
/// </summary>
public static class FirewallRules
{
    public const string Table = "inet standfast";

    /// <summary>Connections at once from one address to the ports of mail; ours. Large providers open some twenty.</summary>
    private const int MaxConnections = 60;

    /// <param name="ports">Of mail, that others may reach.</param>
    /// <param name="closed">Of other services, that only this machine may reach.</param>
    /// <param name="bans">Addresses that may not reach the ports of mail.</param>
    public static string Write(IEnumerable<int> ports, IEnumerable<int> closed, IEnumerable<IPAddress> bans)
    {
        var (mail, inner, banned) = (Join(ports), Join(closed), bans.Distinct().ToList());
        var text = new StringBuilder();
        // Made and deleted first, so that the same input can be read again.
        text.Append(CultureInfo.InvariantCulture, $"table {Table}\ndelete table {Table}\n\ntable {Table} {{\n");
        Set(text, "banned4", "ipv4_addr", banned.Where(address => address.AddressFamily == AddressFamily.InterNetwork));
        Set(text, "banned6", "ipv6_addr", banned.Where(address => address.AddressFamily == AddressFamily.InterNetworkV6));
        if (mail.Length > 0) text.Append("\tset busy4 {\n\t\ttype ipv4_addr\n\t\tflags dynamic\n\t}\n\n\tset busy6 {\n\t\ttype ipv6_addr\n\t\tflags dynamic\n\t}\n\n");
        text.Append("\tchain input {\n\t\ttype filter hook input priority filter - 1; policy accept;\n\t\tiifname \"lo\" accept\n");
        if (mail.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"\t\ttcp dport {{ {mail} }} ip saddr @banned4 drop\n\t\ttcp dport {{ {mail} }} ip6 saddr @banned6 drop\n");
            text.Append(CultureInfo.InvariantCulture, $"\t\ttcp dport {{ {mail} }} ct state new add @busy4 {{ ip saddr ct count over {MaxConnections} }} reject with tcp reset\n");
            text.Append(CultureInfo.InvariantCulture, $"\t\ttcp dport {{ {mail} }} ct state new add @busy6 {{ ip6 saddr ct count over {MaxConnections} }} reject with tcp reset\n");
        }

        if (inner.Length > 0) text.Append(CultureInfo.InvariantCulture, $"\t\ttcp dport {{ {inner} }} drop\n");
        return text.Append("\t}\n}\n").ToString();
    }

    private static string Join(IEnumerable<int> ports) => string.Join(", ", ports.Distinct().Order());

    private static void Set(StringBuilder text, string name, string type, IEnumerable<IPAddress> addresses)
    {
        text.Append(CultureInfo.InvariantCulture, $"\tset {name} {{\n\t\ttype {type}\n\t\tflags timeout\n");
        var list = string.Join(", ", addresses.Select(address => $"{address} timeout 1d"));
        if (list.Length > 0) text.Append(CultureInfo.InvariantCulture, $"\t\telements = {{ {list} }}\n");
        text.Append("\t}\n\n");
    }
}
