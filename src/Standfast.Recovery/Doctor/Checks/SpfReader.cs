using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Standfast.Dns;
using Standfast.Mail;

namespace Standfast.Recovery.Doctor.Checks;

/// <summary>Reads an SPF record with all that it includes, to see whom it lets pass and what is wrong with it. It is no verdict on a message.</summary>
internal static class SpfReader
{
    /// <summary>Beyond that nothing more is looked up: receivers have long given up (10, RFC 7208 §4.6.4).</summary>
    private const int MostLookups = 20;

    private const int MaxHosts = 10;

    public static async Task<SpfReport> ReadAsync(IDnsResolver dns, DomainName domain, CancellationToken stop)
    {
        var report = new SpfReport();
        var texts = await dns.TextsAsync(domain.Value, stop);
        report.Failure = texts.Failure;
        report.Records.AddRange(texts.Records.Where(IsSpf));
        if (report.Records.Count == 1) report.All = await WalkAsync(dns, domain, report.Records[0], report, stop);
        return report;
    }

    public static bool IsSpf(string text) => text.Equals("v=spf1", StringComparison.OrdinalIgnoreCase) || text.StartsWith("v=spf1 ", StringComparison.OrdinalIgnoreCase);

    /// <returns>Qualifier of "all".</returns>
    private static async Task<char?> WalkAsync(IDnsResolver dns, DomainName domain, string record, SpfReport report, CancellationToken stop)
    {
        char? all = null;
        string? redirect = null;
        foreach (var term in record.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            if (all is not null) break;
            var qualifier = term[0] is '+' or '-' or '~' or '?' ? term[0] : '+';
            var text = term.TrimStart('+', '-', '~', '?');
            var name = text.Split(':', '/', '=')[0].ToLowerInvariant();
            var argument = text.Length > name.Length && text[name.Length] is ':' or '=' ? text[(name.Length + 1)..] : text[name.Length..];
            if (text.Contains('%', StringComparison.Ordinal))
            {
                report.HasMacros = true;
                if (name is "exists" or "include" or "a" or "mx" or "ptr" or "redirect") report.Lookups++;
                continue;
            }

            switch (name)
            {
                case "all":
                    all = qualifier;
                    break;
                case "ip4" or "ip6":
                    AddNetwork(term, argument, qualifier, report);
                    break;
                case "a" or "mx":
                    await AddHostsAsync(dns, domain, name, argument, qualifier, report, stop);
                    break;
                case "include":
                    await IncludeAsync(dns, argument, qualifier, report, stop);
                    break;
                case "exists":
                    report.Lookups++;
                    report.HasMacros = true;
                    break;
                case "ptr":
                    report.Lookups++;
                    report.UsesPtr = true;
                    break;
                case "redirect":
                    redirect = argument;
                    break;
                default:
                    // An unknown modifier is left alone (§6), an unknown mechanism is an error (§5).
                    if (!text.Contains('=', StringComparison.Ordinal)) report.Errors.Add($"\"{term}\" is no mechanism of SPF");
                    break;
            }
        }

        return all is null && redirect is not null ? await IncludeAsync(dns, redirect, '+', report, stop) : all;
    }

    private static void AddNetwork(string term, string argument, char qualifier, SpfReport report)
    {
        var whole = argument.Contains('/', StringComparison.Ordinal) ? argument : argument + (argument.Contains(':', StringComparison.Ordinal) ? "/128" : "/32");
        if (!TryReadNetwork(whole, out var network)) report.Errors.Add($"\"{term}\" names no network");
        else if (qualifier == '+') report.Networks.Add(network);
    }

    private static bool TryReadNetwork(string text, out IPNetwork network)
    {
        network = default;
        var slash = text.LastIndexOf('/');
        return IPAddress.TryParse(text.AsSpan(0, slash), out var address) && int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var prefix) && TryMask(address, prefix, out network);
    }

    private static bool TryMask(IPAddress address, int prefix, out IPNetwork network)
    {
        network = default;
        var octets = address.GetAddressBytes();
        if (prefix < 0 || prefix > octets.Length * 8) return false;
        for (var bit = prefix; bit < octets.Length * 8; bit++) octets[bit / 8] &= (byte)~(128 >> (bit % 8));
        network = new IPNetwork(new IPAddress(octets), prefix);
        return true;
    }

    /// <summary>HOST, HOST/PREFIX4, HOST//PREFIX6 or HOST/PREFIX4//PREFIX6 (RFC 7208 §5.6, dual-cidr-length).</summary>
    private static bool TryReadPrefixes(string argument, out string host, out int prefix4, out int prefix6)
    {
        (prefix4, prefix6) = (32, 128);
        var parts = argument.Split('/');
        host = parts[0];
        return parts switch
        {
            [_] => true,
            [_, var four] => TryReadPrefix(four, 32, out prefix4),
            [_, "", var six] => TryReadPrefix(six, 128, out prefix6),
            [_, var four, "", var six] => TryReadPrefix(four, 32, out prefix4) && TryReadPrefix(six, 128, out prefix6),
            _ => false,
        };
    }

    private static bool TryReadPrefix(string text, int most, out int prefix) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out prefix) && prefix <= most;

    private static async Task AddHostsAsync(IDnsResolver dns, DomainName domain, string name, string argument, char qualifier, SpfReport report, CancellationToken stop)
    {
        var target = domain;
        if (!TryReadPrefixes(argument, out var host, out var prefix4, out var prefix6))
        {
            report.Errors.Add($"\"{name}:{argument}\" has a prefix length that is none");
            return;
        }

        if (host.Length > 0 && !DomainName.TryParse(host, out target))
        {
            report.Errors.Add($"\"{name}:{argument}\" names no host");
            return;
        }

        if (++report.Lookups > MostLookups) return;
        IReadOnlyList<DomainName> hosts = [target];
        if (name == "mx")
        {
            var exchanges = await dns.ExchangesAsync(target, stop);
            report.Failure ??= exchanges.Failure;
            hosts = [.. exchanges.Records.Select(mx => mx.Exchange).OfType<DomainName>().Take(MaxHosts)];
        }

        var found = new List<IPAddress>();
        foreach (var one in hosts)
        {
            var addresses = await dns.AddressesAsync(one, stop);
            report.Failure ??= addresses.Failure;
            found.AddRange(addresses.Records);
        }

        if (found.Count == 0 && report.Failure is null) report.Voids++;
        if (qualifier != '+') return;
        foreach (var address in found)
            if (TryMask(address, address.AddressFamily == AddressFamily.InterNetwork ? prefix4 : prefix6, out var network))
                report.Networks.Add(network);
    }

    private static async Task<char?> IncludeAsync(IDnsResolver dns, string target, char qualifier, SpfReport report, CancellationToken stop)
    {
        if (++report.Lookups > MostLookups) return null;
        var texts = await dns.TextsAsync(target, stop);
        if (texts.Failure is not null)
        {
            report.Failure ??= texts.Failure;
            return null;
        }

        var records = texts.Records.Where(IsSpf).ToList();
        if (records.Count != 1)
        {
            report.Errors.Add($"{target} is included and has {(records.Count == 0 ? "no SPF record" : "several SPF records")}");
            return null;
        }

        // What an include refuses is not refused by that; what it lets pass by anything but a plus here is not let pass.
        var before = report.Networks.Count;
        var all = await WalkAsync(dns, DomainName.Parse(target), records[0], report, stop);
        if (qualifier != '+') report.Networks.RemoveRange(before, report.Networks.Count - before);
        else if (all == '+') report.Networks.AddRange([IPNetwork.Parse("0.0.0.0/0"), IPNetwork.Parse("::/0")]);
        return all;
    }
}
