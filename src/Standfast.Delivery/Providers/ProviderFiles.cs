using Standfast.Mail;
using Standfast.Reputation.Classification;
using Standfast.Reputation.DataFiles;

namespace Standfast.Delivery.Providers;

/// <summary>
/// Reads provider profiles from TOML: <c>version = 1</c>, then a <c>[[provider]]</c> each with its <c>[[provider.reaction]]</c>s.
/// Whatever is wrong is reported, each mistake by itself.
/// </summary>
public static class ProviderFiles
{
    private const int Version = 1;

    /// <param name="files">Name, for the mistakes, and content.</param>
    public static (ProviderCatalogue Catalogue, IReadOnlyList<string> Mistakes) Read(IEnumerable<(string Name, string Text)> files)
    {
        var profiles = new List<ProviderProfile>();
        var mistakes = new List<string>();
        foreach (var (name, text) in files)
        {
            if (!TomlFields.TryParse(name, text, mistakes, out var file)) continue;
            if (file.Number("version", 1, int.MaxValue) is not Version) mistakes.Add($"{name}: version must be {Version}");
            foreach (var provider in file.Tables("provider"))
                if (ReadOne(provider) is { } profile)
                    profiles.Add(profile);
            file.RefuseOthers();
        }

        foreach (var twice in profiles.GroupBy(profile => profile.Name).Where(group => group.Count() > 1)) mistakes.Add($"provider \"{twice.Key}\" is described {twice.Count()} times");
        foreach (var twice in profiles.SelectMany(profile => profile.Hosts.Select(host => (host, profile.Name))).GroupBy(pair => pair.host).Where(group => group.Count() > 1))
            mistakes.Add($"host {twice.Key} belongs to {string.Join(" and ", twice.Select(pair => $"\"{pair.Name}\""))}");
        return (mistakes.Count > 0 ? ProviderCatalogue.Empty : new ProviderCatalogue(profiles), mistakes);
    }

    /// <summary>Reads all *.toml files of a folder, in the order of their names. One that is missing is a mistake too.</summary>
    public static (ProviderCatalogue Catalogue, IReadOnlyList<string> Mistakes) ReadFolder(string folder) =>
        Directory.Exists(folder)
            ? Read(Directory.GetFiles(folder, "*.toml").Order(StringComparer.Ordinal).Select(file => (Path.GetFileName(file), File.ReadAllText(file))))
            : (ProviderCatalogue.Empty, [$"there is no folder {folder} with the providers' profiles"]);

    private static ProviderProfile? ReadOne(TomlFields fields)
    {
        var name = fields.Text("name");
        fields.Subject = $"provider \"{name}\"";
        var hosts = fields.Texts("hosts");
        foreach (var host in hosts)
            if (!DomainName.TryParse(host, out var parsed) || parsed.Value != host)
                fields.Refuse("hosts", host, "names of MX hosts in lower case, or what they end in, without a leading dot");
        if (hosts.Length == 0 && name != "default") fields.Refuse("hosts", "", "at least one; only \"default\" has none");
        var profile = new ProviderProfile(name, fields.Text("title"), hosts, fields.Text("source"), fields.Date("date"))
        {
            Connections = fields.Number("connections", 1, 1_000),
            ProviderConnections = fields.Number("provider_connections", 1, 10_000),
            MessagesPerConnection = fields.Number("messages_per_connection", 1, 100_000),
            RatePerSecond = fields.Rate("rate"),
            RecipientsPerMessage = fields.Number("recipients_per_message", 1, 1_000),
            RequiresTls = fields.OneOf("tls", "offered", "required") == "required",
            Reactions = [.. fields.Tables("reaction").Select(ReadReaction).OfType<Reaction>()],
        };
        fields.RefuseOthers();
        return name.Length > 0 ? profile : null;
    }

    private static Reaction? ReadReaction(TomlFields fields)
    {
        var pattern = fields.Text("pattern");
        fields.Subject += $" on '{pattern}'";
        var action = fields.OneOf("action", null, "ignore", "slow", "suspend");
        var time = action == "ignore" ? TimeSpan.Zero : fields.Duration("for");
        var rate = action == "slow" ? fields.Rate("rate") : null;
        if (action == "slow" && rate is null) fields.Refuse("rate", "", "given where the action is slow, such as 1/m");
        var reaction = new { Scope = fields.OneOf("scope", "site", "provider"), Cause = fields.OneOf("cause", "rate", "policy") };
        fields.RefuseOthers();
        if (!ReplyPattern.TryCreate(pattern, out var asked, out var mistake))
        {
            fields.Refuse("pattern", mistake);
            return null;
        }

        return new Reaction(asked, action switch { "slow" => ReactionKind.Slow, "suspend" => ReactionKind.Suspend, _ => ReactionKind.Ignore }, time)
        {
            RatePerSecond = rate ?? 0,
            IsForProvider = reaction.Scope == "provider",
            IsPolicy = reaction.Cause == "policy",
        };
    }
}
