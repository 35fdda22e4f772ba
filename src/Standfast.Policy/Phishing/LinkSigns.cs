using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Standfast.Policy.Content;

namespace Standfast.Policy.Phishing;

/// <summary>What the links say. None is ever resolved or visited.</summary>
internal sealed class LinkSigns(PhishingKnowledge knowledge)
{
    /// <summary>Links beyond are not looked at; ours. The signs sit in the first ones that a reader meets.</summary>
    public const int MaxLinks = 300;

    /// <summary>A text longer than this is no address; ours.</summary>
    private const int MaxShown = 200;

    /// <summary>Hosts whose names are remembered with what they say; ours. Senders link to the same few again and again.</summary>
    private const int MaxKnown = 4_096;

    private readonly ConcurrentDictionary<string, HostVerdict> _verdicts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, HostFacts> _facts = new(StringComparer.Ordinal);

    public void Read(PhishingSubject subject, SignList signs)
    {
        var links = subject.View.Links;
        if (links.Count == 0) return;
        var count = Math.Min(links.Count, MaxLinks);
        var seen = new HashSet<(string, string?)>(count);
        for (var index = 0; index < count; index++)
        {
            var link = links[index];
            if (!seen.Add((link.Href, link.Text)) || !WebAddress.TryParse(link.Href, out var address)) continue;
            if (address.Host.Length == 0) ReadScheme(address, signs);
            else ReadOne(subject, link, address, signs);
        }
    }

    /// <summary>What a host shows by its name alone, whoever uses it: also for the domain of From.</summary>
    public HostVerdict JudgeHost(string host) => Remembered(_verdicts, host, JudgeName);

    /// <summary>Whose a host is.</summary>
    public HostFacts FactsOf(string host) => Remembered(_facts, host, name =>
    {
        var (registered, isShared) = (knowledge.Hosts.RegisteredOf(name), knowledge.Hosts.IsShared(name));
        return new HostFacts(registered, isShared, isShared ? null : knowledge.Brands.OwnerOf(registered));
    });

    /// <summary>What was found for a name before, or is found now.</summary>
    internal static T Remembered<T>(ConcurrentDictionary<string, T> known, string host, Func<string, T> find)
    {
        if (known.TryGetValue(host, out var found)) return found;
        found = find(host);
        // Strangers choose the names: what is remembered is bounded, and begun anew.
        if (known.Count >= MaxKnown) known.Clear();
        known[host] = found;
        return found;
    }

    private HostVerdict JudgeName(string host)
    {
        var registered = knowledge.Hosts.RegisteredOf(host);
        if (!knowledge.Hosts.IsShared(host) && knowledge.Brands.OwnerOf(registered) is not null) return new HostVerdict(0, "");
        var worst = new HostVerdict(0, "");
        void Weigh(int points, string rule)
        {
            if (points > worst.Points) worst = new HostVerdict(points, rule);
        }

        var labels = host.Split('.');
        var tokens = labels.SelectMany(label => label.Split('-', '_')).Where(token => token.Length >= 3).ToList();
        var serves = tokens.Exists(knowledge.Phrases.IsService);
        foreach (var token in tokens)
        {
            if (knowledge.Brands.LookAlike(token) is { } twin) Weigh(twin.IsCommon ? 3 : System.Text.Ascii.IsValid(token) ? 9 : 10, $"looks like {twin.Name} and is not theirs");
            if (knowledge.Brands.ByWord(token) is { } brand) Weigh((brand.IsCommon ? 1 : 4) + (serves ? 2 : 0), $"names {brand.Name} and is not theirs");
        }

        foreach (var label in labels)
        {
            if (knowledge.Brands.LookAlike(label) is { } twin) Weigh(twin.IsCommon ? 3 : 9, $"looks like {twin.Name} and is not theirs");
            if (Confusables.MixesScripts(label)) Weigh(7, "mixes letters of several alphabets");
        }

        var name = registered.Split('.')[0];
        if (knowledge.Brands.Typo(name) is { } near) Weigh(4, $"is one letter away from {near.Name}");
        if (knowledge.Brands.Within(name) is { } within && name.Length > 0) Weigh(4, $"names {within.Name} and is not theirs");
        // The whole domain of a brand in front of another: paypal.com.example.net.
        for (var dot = host.IndexOf('.', StringComparison.Ordinal); dot > 0 && dot < host.Length - registered.Length; dot = host.IndexOf('.', dot + 1))
        {
            var front = host[..dot];
            var last = front.LastIndexOf('.');
            if (last > 0 && knowledge.Brands.OwnerOf(front[(front.LastIndexOf('.', last - 1) + 1)..]) is { IsCommon: false } pretended) Weigh(9, $"begins with the domain of {pretended.Name} and is not theirs");
        }

        return worst;
    }

    private static void ReadScheme(WebAddress address, SignList signs)
    {
        if (address.Scheme is not ("data" or "javascript" or "vbscript")) return;
        signs.ForeignLinks++;
        signs.Add("SF-5107", address.Scheme != "data" ? 3 : address.Rest.StartsWith("image/", StringComparison.OrdinalIgnoreCase) ? 4 : 10, $"the link {address.Scheme}:", "carries a page or program in itself instead of leading to a site");
    }

    private void ReadOne(PhishingSubject subject, LinkView link, WebAddress address, SignList signs)
    {
        if (address.UserInfo.Length > 0) signs.Add("SF-5107", address.UserInfo.Contains('.') ? 10 : 3, What(address), $"hides its host behind \"{address.UserInfo}@\"");
        if (address.IsAddressDisguised) signs.Add("SF-5107", 10, What(address), "writes an IP address so that nobody sees it");
        else if (address.Address is { } number && IsPublic(number)) signs.Add("SF-5107", 4, What(address), "leads to a bare IP address instead of a name");
        var (registered, isShared, owner) = address.Address is null ? FactsOf(address.Host) : new HostFacts(address.Host, false, null);
        var isOwn = subject.IsOwn(registered);
        ReadShown(subject, link, registered, isOwn, owner, signs);
        if (isOwn)
        {
            signs.OwnLinks++;
            return;
        }

        if (owner is not null)
        {
            signs.BrandLinks++;
            if (knowledge.Hosts.IsRedirector(address) && TargetOf(address, subject) is { } target)
            {
                signs.ForeignLinks++;
                signs.Add("SF-5108", 4, What(address), $"is only a stop on the way to {target}");
            }

            return;
        }

        if (address.Address is { } local && !IsPublic(local)) return;
        signs.ForeignLinks++;
        if (isShared || address.Address is not null) signs.RentedLinks++;
        if (address.Address is not null) return;
        var (points, rule) = JudgeHost(address.Host);
        var isTwin = points >= 7 || rule.StartsWith("looks", StringComparison.Ordinal);
        signs.Add(isTwin ? "SF-5102" : "SF-5103", points == 0 ? 0 : points + (isShared && !isTwin ? 1 : 0), What(address), rule);
        if (address.Port is { } port && port is not (80 or 443 or 8080 or 8443)) signs.Add("SF-5107", 2, What(address), $"leads to the unusual port {port}");
        if (TargetOf(address, subject) is { } next) signs.Add("SF-5108", 1, What(address), $"is only a stop on the way to {next}");
    }

    private static string What(WebAddress address) => $"the link to {address.Host}";

    /// <summary>The reader sees one domain and gets to another.</summary>
    private void ReadShown(PhishingSubject subject, LinkView link, string registered, bool isOwn, Brand? owner, SignList signs)
    {
        if (ShownHost(link.Text) is not { } shown) return;
        var shownName = knowledge.Hosts.RegisteredOf(shown);
        if (shownName == registered) return;
        var shownBrand = knowledge.Brands.OwnerOf(shownName);
        if (shownBrand is not null && shownBrand == owner) return;
        // Clicks are counted by way of the sender's own domain: no sign by itself.
        var points = subject.IsOwn(shownName) ? 1 : isOwn || owner is not null ? (shownBrand is null ? 1 : 2) : shownBrand is { IsCommon: false } ? 8 : 2;
        signs.Add("SF-5101", points, $"the link \"{shownName}\"", $"leads to {registered}");
    }

    /// <summary>The host that a link's text names; null where the text is no address.</summary>
    internal static string? ShownHost(string? text)
    {
        if (text is null || text.Length is < 4 or > MaxShown || text.Contains(' ') || text.Contains('@') || !text.Contains('.')) return null;
        var hasScheme = text.Contains("://", StringComparison.Ordinal);
        if (!WebAddress.TryParse(hasScheme ? text : "http://" + text, out var shown) || shown.Address is not null) return null;
        var labels = shown.Host.Split('.');
        if (labels.Length < 2 || labels.Any(label => label.Length == 0 || label.Any(character => character < 0x80 && !char.IsAsciiLetterOrDigit(character) && character is not ('-' or '_')))) return null;
        // Without a scheme or www it is a domain only under a top level that no file is named for.
        return hasScheme || labels[0] == "www" || labels[^1] is "com" or "net" or "org" or "info" or "eu" or "de" or "uk" or "fr" or "es" or "it" or "nl" or "br" or "ch" or "at" or "pl" or "ru" or "jp" or "au" or "ca" or "us" or "gov" ? shown.Host : null;
    }

    /// <summary>A foreign address that a link carries in its query; null where there is none, or it is the sender's or a brand's.</summary>
    private string? TargetOf(WebAddress address, PhishingSubject subject)
    {
        var query = address.Rest.IndexOfAny(['?', '#', '=']);
        if (query < 0) query = 0;
        var rest = Uri.UnescapeDataString(address.Rest[query..]);
        var at = rest.IndexOf("http", 1 < rest.Length ? 1 : 0, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            // google.com/amp/s/HOST/… names the target without a scheme.
            at = address.Rest.IndexOf("/amp/s/", StringComparison.OrdinalIgnoreCase);
            if (at < 0) return null;
            rest = "https://" + address.Rest[(at + 7)..];
            at = 0;
        }

        if (!WebAddress.TryParse(rest[at..].Split('&', '"', ' ')[0], out var target) || target.Host.Length == 0) return null;
        var registered = knowledge.Hosts.RegisteredOf(target.Host);
        return registered == knowledge.Hosts.RegisteredOf(address.Host) || subject.IsOwn(registered) || (knowledge.Brands.OwnerOf(registered) is not null && !knowledge.Hosts.IsShared(target.Host)) ? null : target.Host;
    }

    /// <summary>Not of a private network (RFC 1918, RFC 4193) or this machine: monitoring mail leads to those.</summary>
    private static bool IsPublic(IPAddress address)
    {
        if (IPAddress.IsLoopback(address)) return false;
        if (address.AddressFamily == AddressFamily.InterNetworkV6) return !address.IsIPv6LinkLocal && !address.IsIPv6UniqueLocal;
        var octets = address.GetAddressBytes();
        return octets is not ([10, ..] or [192, 168, ..] or [169, 254, ..]) && !(octets[0] == 172 && octets[1] is >= 16 and <= 31) && !(octets[0] == 100 && octets[1] is >= 64 and <= 127);
    }
}
