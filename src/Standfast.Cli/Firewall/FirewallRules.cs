using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Standfast.Cli.Firewall;

/// <summary>
/// Writes rules of nftables(8) for this server. They are one table of their own, so that nothing else is touched: bans, a bound on connections from one
/// address and, where that is asked for, closed ports of services that trust whoever reaches them. They are made of numbers and addresses alone, for root runs them. What they do not name they leave to other rules.
/// </summary>
internal static class FirewallRules
{
    public const string Table = "inet standfast";

    /// <summary>Connections at once from one address to the ports of mail; ours. Large providers open some twenty.</summary>
    private const int MaxConnections = 60;

    /// <summary>RFC 1918 and RFC 4193, and the addresses of one link (RFC 3927, RFC 4291): a database that is copied to another machine is reached from there.</summary>
    private const string Private4 = "10.0.0.0/8, 169.254.0.0/16, 172.16.0.0/12, 192.168.0.0/16", Private6 = "fc00::/7, fe80::/10";

    /// <param name="ports">What the server says.</param>
    /// <param name="closing">From whom its service ports are closed.</param>
    /// <param name="bans">Addresses that may not reach the ports of mail.</param>
    public static string Write(FirewallPorts ports, ServiceClosing closing, IEnumerable<IPAddress> bans)
    {
        var (mail, inner) = (Join(ports.Mail), closing == ServiceClosing.None ? "" : Join(ports.Services));
        var banned = bans.Select(address => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).Distinct().ToList();
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

        if (inner.Length > 0 && closing == ServiceClosing.All) text.Append(CultureInfo.InvariantCulture, $"\t\ttcp dport {{ {inner} }} drop\n");
        if (inner.Length > 0 && closing == ServiceClosing.Public)
            text.Append(CultureInfo.InvariantCulture, $"\t\ttcp dport {{ {inner} }} ip saddr != {{ {Private4} }} drop\n\t\ttcp dport {{ {inner} }} ip6 saddr != {{ {Private6} }} drop\n");
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
