using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using Standfast.Recovery.Doctor.Facts;

namespace Standfast.Server.Machine;

/// <summary>How this machine is connected, as the kernel says.</summary>
internal static class LinuxNetwork
{
    /// <summary>TCP_LISTEN.</summary>
    private const string Listen = "0A";

    /// <summary>Without those of loopback and of one link.</summary>
    public static IReadOnlyList<IPAddress> Addresses()
    {
        try
        {
            return [.. NetworkInterface.GetAllNetworkInterfaces().Where(one => one.OperationalStatus != OperationalStatus.Down).SelectMany(one => one.GetIPProperties().UnicastAddresses).Select(one => one.Address)
                .Where(address => !IPAddress.IsLoopback(address) && !address.IsIPv6LinkLocal)];
        }
        catch (NetworkInformationException)
        {
            return [];
        }
    }

    /// <param name="ours">Ports of this server.</param>
    public static IReadOnlyList<ListeningSocket>? Listening(IReadOnlySet<int> ours) => SystemFiles.ReadText("/proc/net/tcp") is { } four
        ? [.. ReadSockets(four, ours), .. ReadSockets(SystemFiles.ReadText("/proc/net/tcp6") ?? "", ours)] : null;

    public static IEnumerable<ListeningSocket> ReadSockets(string table, IReadOnlySet<int> ours)
    {
        foreach (var line in table.Split('\n').Skip(1))
        {
            if (line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is not [_, var local, _, Listen, ..] || local.Split(':') is not [var address, var port]) continue;
            if (!int.TryParse(port, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var number) || address.Length is not (8 or 32)) continue;
            // Words of 32 bits, each in the order of the machine.
            var octets = Convert.FromHexString(address);
            for (var word = 0; word < octets.Length; word += 4) octets.AsSpan(word, 4).Reverse();
            yield return new ListeningSocket(new IPAddress(octets), number, ours.Contains(number));
        }
    }

    /// <summary>Of IPv4 or IPv6; null where the tables cannot be read.</summary>
    public static bool? HasDefaultRoute()
    {
        var (four, six) = (SystemFiles.ReadText("/proc/net/route"), SystemFiles.ReadText("/proc/net/ipv6_route"));
        if (four is null) return null;
        return four.Split('\n').Skip(1).Any(line => line.Split('\t') is [_, "00000000", ..])
            || (six ?? "").Split('\n').Any(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var target, "00", .., var device] && target.Trim('0').Length == 0 && device != "lo");
    }

    /// <summary>Of interfaces that are up, without loopback; null where there is none.</summary>
    public static int? SmallestMtu()
    {
        const string Folder = "/sys/class/net";
        if (!Directory.Exists(Folder)) return null;
        return Directory.GetDirectories(Folder).Where(one => Path.GetFileName(one) != "lo" && SystemFiles.ReadText(Path.Combine(one, "operstate"))?.Trim() == "up")
            .Select(one => (int?)SystemFiles.ReadNumber(Path.Combine(one, "mtu"))).Min();
    }

    /// <summary>Of resolv.conf(5).</summary>
    public static IReadOnlyList<IPAddress> SystemResolvers() =>
        [.. (SystemFiles.ReadText("/etc/resolv.conf") ?? "").Split('\n').Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Where(words => words is ["nameserver", _, ..])
            .Select(words => IPAddress.TryParse(words[1], out var address) ? address : null).OfType<IPAddress>()];
}
