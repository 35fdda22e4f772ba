using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using Standfast.Mail;

namespace Standfast.Queue;

/// <summary>A host that certain recipients go to, whatever the DNS says: HOST or HOST:PORT, a name or an IPv4 address.</summary>
public sealed record RouteOverride
{
    /// <summary>RFC 6761 §6.4: names below it never exist, so that no mailbox can be at such a domain.</summary>
    private const string Suffix = ".reroute.invalid";

    private const string PortPrefix = "port-";

    private RouteOverride(string host, int port)
    {
        (Host, Port) = (host, port);
        Lane = DomainName.Parse($"{PortPrefix}{port.ToString(CultureInfo.InvariantCulture)}.{host}{Suffix}");
    }

    public string Host { get; }

    public int Port { get; }

    /// <summary>The name under which such recipients stand in the queue and ask for their route, in the place of their domain.</summary>
    public DomainName Lane { get; }

    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out RouteOverride? route)
    {
        route = null;
        if (string.IsNullOrEmpty(text)) return false;
        var colon = text.LastIndexOf(':');
        ushort port = 25;
        if (colon >= 0 && (!ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) || port == 0)) return false;
        var host = (colon < 0 ? text : text[..colon]).ToLowerInvariant();
        var isAddress = IPAddress.TryParse(host, out var address) && address.ToString() == host && host.Contains('.', StringComparison.Ordinal);
        if (!isAddress && !DomainName.TryParse(host, out _)) return false;
        if (!DomainName.TryParse($"{PortPrefix}{port}.{host}{Suffix}", out _)) return false;
        route = new RouteOverride(host, port);
        return true;
    }

    /// <summary>Reads what <see cref="Lane"/> wrote.</summary>
    public static bool TryReadLane(DomainName lane, [NotNullWhen(true)] out RouteOverride? route)
    {
        route = null;
        if (!lane.Value.EndsWith(Suffix, StringComparison.Ordinal) || !lane.Value.StartsWith(PortPrefix, StringComparison.Ordinal)) return false;
        var dot = lane.Value.IndexOf('.', StringComparison.Ordinal);
        return dot < lane.Value.Length - Suffix.Length && TryParse($"{lane.Value[(dot + 1)..^Suffix.Length]}:{lane.Value[PortPrefix.Length..dot]}", out route);
    }

    public override string ToString() => $"{Host}:{Port}";
}
