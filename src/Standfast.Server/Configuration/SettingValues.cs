using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Standfast.Delivery.Egress;
using Standfast.Mail;
using Standfast.Policy.Consent;
using Standfast.Policy.Inbound;
using Standfast.Policy.Limits;
using Standfast.Policy.Scanners;
using Standfast.Recovery.Return;

namespace Standfast.Server.Configuration;

/// <summary>Reads the kinds of values that settings have. Each parser has a check that names what is allowed.</summary>
internal static class SettingValues
{
    public static string? CheckDomain(string text) => DomainName.TryParse(text, out _) ? null : "a host name such as mail.example.org";

    public static string? CheckOptionalDomain(string text) => text.Length == 0 ? null : CheckDomain(text);

    public static Func<string, string?> CheckOneOf(params string[] choices) => text => choices.Contains(text) ? null : string.Join(", ", choices[..^1]) + " or " + choices[^1];

    public static string? CheckOptionalUrl(string text) =>
        text.Length == 0 || (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Query.Length == 0 && !text.EndsWith('/')) ? null : "http://HOST or https://HOST, with a port where there is one, without a slash at the end";

    public static string? CheckLimits(string text) => LimitRule.TryParseList(text, out _) ? null : "a comma list of AMOUNT METRIC/WINDOW, each with \"burst AMOUNT\" after it or not: messages, recipients or bytes, by minute, hour or day";

    public static string? CheckText(string text) => text.Length > 0 ? null : "not empty";

    public static string? CheckOptional(string text) => null;

    public static string? CheckEndpoints(string text) => TryParseEndpoints(text, out _) ? null : "host:port with an IP address, a comma list of them, or off";

    public static string? CheckServers(string text) => text.Length == 0 || TryParseEndpoints(text, out _) ? null : "ADDRESS:PORT, or a comma list of them";

    public static string? CheckAddresses(string text) => Split(text).All(part => IPAddress.TryParse(part, out _)) ? null : "a comma list of IP addresses";

    public static string? CheckDomains(string text) => Split(text).All(part => DomainName.TryParse(part, out _)) ? null : "a comma list of host names";

    public static string? CheckBindings(string text) => Split(text).All(part => PoolBinding.TryParse(part, out _)) ? null : "a comma list of ACCOUNT, ACCOUNT/STREAM or */STREAM";

    public static string? CheckFamilies(string text) => Split(text) is { Length: > 0 } parts && parts.All(part => part is "ipv4" or "ipv6") && parts.Distinct().Count() == parts.Length ? null : "ipv4, ipv6, or both in the order to try them";

    public static string? CheckNetworks(string text) => Split(text).All(part => IPNetwork.TryParse(part, out _)) ? null : "a comma list of networks such as 192.0.2.0/24";

    public static string? CheckAccount(string text) => AccountId.TryParse(text, out _) ? null : "an account name of a-z, 0-9, dot, hyphen and underscore";

    public static string? CheckStream(string text) => StreamName.TryParse(text, out _) ? null : "the name of a stream, of a-z, 0-9, dot, hyphen and underscore";

    public static string? CheckFeedbackAddresses(string text) =>
        Split(text).All(part => EmailAddress.TryParse(part.Contains('@', StringComparison.Ordinal) ? part : part + "@example.org", out _)) ? null : "a comma list of local parts such as fbl, or addresses";

    public static string? CheckOptionalAddress(string text) => text.Length == 0 || EmailAddress.TryParse(text, out _) ? null : "an address such as fbl@example.org";

    public static string? CheckConsent(string text) => Split(text).All(part => ConsentRequirement.TryParse(part, out _)) ? null : "a comma list of ACCOUNT, ACCOUNT/STREAM or */STREAM";

    public static string? CheckStreams(string text) => Split(text).All(part => StreamName.TryParse(part, out _)) ? null : "a comma list of names of streams, of a-z, 0-9, dot, hyphen and underscore";

    public static string? CheckBool(string text) => bool.TryParse(text, out _) ? null : "true or false";

    public static string? CheckDurations(string text) => Split(text) is { Length: > 0 } parts && parts.All(part => TryParseDuration(part, out _)) ? null : "a comma list of durations such as 30s, 5m, 4h or 5d";

    public static string? CheckOptionalDuration(string text) => text.Length == 0 ? null : CheckDuration(text);

    public static string? CheckDuration(string text) => TryParseDuration(text, out _) ? null : "a duration such as 30s, 5m, 4h or 5d";

    public static Func<string, string?> CheckDurationUpTo(TimeSpan longest) => text =>
        TryParseDuration(text, out var duration) && duration <= longest ? null : $"a duration such as 30s, 5m, 4h or 5d, at most {longest.TotalDays:0}d";

    public static string? CheckStaleAfter(string text) => StaleAfter.TryParse(text, out _) ? null : "an age such as 12h or 3d, then STREAM=AGE, with commas between";

    public static string? CheckRelay(string text) => text.Length == 0 || ParseHostPort(text, 25) is not null ? null : "HOST or HOST:PORT";

    public static string? CheckScanner(string text) => text.Length == 0 || ParseScanner(text) is not null ? null : "an IP address with a port, or the path of a socket such as /run/clamav/clamd.ctl";

    public static string? CheckFailurePolicy(string text) => ScannerFailurePolicy.TryParse(text, out _) ? null : "defer or hold, then STREAM=defer, STREAM=hold or ACCOUNT/STREAM=..., with commas between";

    public static string? CheckZones(string text) => Split(text).All(part => DnsblZone.TryParse(part, out _)) ? null : "a comma list of zones, each ZONE or ZONE=FIRST-LAST such as zen.example.org=127.0.0.2-127.0.0.11";

    public static Func<string, string?> CheckNumber(long min, long max) => text =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max ? null : $"a whole number from {min} to {max}";

    public static string[] Split(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public static bool TryParseEndpoints(string text, out IReadOnlyList<IPEndPoint> endpoints)
    {
        var list = new List<IPEndPoint>();
        endpoints = list;
        if (text == "off") return true;
        foreach (var part in Split(text))
        {
            if (!IPEndPoint.TryParse(part, out var endpoint) || !part.Contains(':', StringComparison.Ordinal)) return false;
            list.Add(endpoint);
        }

        return list.Count > 0;
    }

    public static bool TryParseDuration(string text, out TimeSpan duration)
    {
        duration = default;
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count is 0 or > 100_000) return false;
        TimeSpan? unit = text[^1] switch
        {
            's' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            _ => null,
        };
        if (unit is null) return false;
        duration = unit.Value * count;
        return true;
    }

    /// <summary>Null where it is neither an IP endpoint nor the path of a socket.</summary>
    public static EndPoint? ParseScanner(string text)
    {
        // 104 octets fit everywhere, with the NUL (unix(7): 108 on Linux).
        if (text.StartsWith('/')) return text.Length <= 103 ? new UnixDomainSocketEndPoint(text) : null;
        return IPEndPoint.TryParse(text, out var endpoint) && endpoint.Port > 0 ? endpoint : null;
    }

    public static (string Host, int Port)? ParseHostPort(string text, int defaultPort)
    {
        var colon = text.LastIndexOf(':');
        if (colon < 0) return (text, defaultPort);
        return colon > 0 && ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0 ? (text[..colon], port) : null;
    }
}
