using System.Collections.Frozen;
using Standfast.Mail;
using Tomlyn;
using Tomlyn.Model;

namespace Standfast.Policy.Limits;

/// <summary>Which mailbox provider a recipient's domain belongs to, as far as that is known without the DNS. May be called concurrently.</summary>
public sealed class ProviderDomains
{
    private const int Version = 1;

    private readonly FrozenDictionary<string, string> _providers;

    public ProviderDomains(IReadOnlyDictionary<string, string> providerOfDomain)
    {
        _providers = providerOfDomain.ToFrozenDictionary(StringComparer.Ordinal);
        Names = _providers.Values.Distinct().ToFrozenSet(StringComparer.Ordinal);
    }

    public static ProviderDomains None { get; } = new(new Dictionary<string, string>());

    /// <summary>Of all providers.</summary>
    public IReadOnlySet<string> Names { get; }

    /// <returns>Name of the provider's profile in data/providers; the domain itself where it belongs to none.</returns>
    public string Find(DomainName domain) => _providers.TryGetValue(domain.Value, out var provider) ? provider : domain.Value;

    /// <summary>Reads all *.toml files: <c>version = 1</c>, then a <c>[[provider]]</c> each with name, domains, source and date. Each mistake is reported by itself.</summary>
    public static (ProviderDomains Domains, IReadOnlyList<string> Mistakes) ReadFolder(string folder)
    {
        if (!Directory.Exists(folder)) return (None, [$"there is no folder {folder} with the providers' domains"]);
        var (domains, mistakes) = (new Dictionary<string, string>(), new List<string>());
        foreach (var file in Directory.GetFiles(folder, "*.toml").Order(StringComparer.Ordinal)) Read(Path.GetFileName(file), File.ReadAllText(file), domains, mistakes);
        return (mistakes.Count > 0 ? None : new ProviderDomains(domains), mistakes);
    }

    private static void Read(string file, string text, Dictionary<string, string> domains, List<string> mistakes)
    {
        TomlTable table;
        try
        {
            table = TomlSerializer.Deserialize<TomlTable>(text) ?? [];
        }
        catch (TomlException exception)
        {
            mistakes.Add($"{file}: {exception.Message}");
            return;
        }

        if (!table.TryGetValue("version", out var version) || version is not (long)Version) mistakes.Add($"{file}: version must be {Version}");
        foreach (var entry in table.TryGetValue("provider", out var listed) && listed is TomlTableArray array ? array : [])
        {
            var name = entry.TryGetValue("name", out var named) ? named as string ?? "" : "";
            if (name.Length == 0) mistakes.Add($"{file}: a provider has no name");
            if (entry.TryGetValue("source", out var source) is false || source is not string { Length: > 0 }) mistakes.Add($"{file}: provider \"{name}\" needs a source");
            foreach (var value in entry.TryGetValue("domains", out var names) && names is TomlArray values ? values : [])
            {
                if (value is not string domain || !DomainName.TryParse(domain, out var parsed) || parsed.Value != domain) mistakes.Add($"{file}: provider \"{name}\": {value} is not a domain in lower case");
                else if (!domains.TryAdd(domain, name)) mistakes.Add($"{file}: {domain} belongs to \"{domains[domain]}\" and \"{name}\"");
            }
        }
    }
}
