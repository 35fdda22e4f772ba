using Tomlyn;
using Tomlyn.Model;

namespace Standfast.Policy.Phishing;

/// <summary>Reads brands.toml, confusables.toml, hosts.toml and phrases.toml. Whatever is wrong is reported, each mistake by itself.</summary>
public static class PhishingFiles
{
    private const int Version = 1;

    /// <param name="folder">data/phishing.</param>
    public static (PhishingKnowledge Knowledge, IReadOnlyList<string> Mistakes) ReadFolder(string folder)
    {
        var mistakes = new List<string>();
        TomlTable Read(string name)
        {
            try
            {
                var table = TomlSerializer.Deserialize<TomlTable>(File.ReadAllText(Path.Combine(folder, name))) ?? [];
                if (!table.TryGetValue("version", out var version) || version is not (long)Version) mistakes.Add($"{name}: version must be {Version}");
                if (!table.ContainsKey("source") || !table.ContainsKey("date")) mistakes.Add($"{name}: source and date must be given");
                return table;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or TomlException)
            {
                mistakes.Add($"{name}: {exception.Message}");
                return [];
            }
        }

        var (brands, letters, hosts, phrases) = (Read("brands.toml"), Read("confusables.toml"), Read("hosts.toml"), Read("phrases.toml"));
        var confusables = new Confusables(ReadLetters(letters, mistakes));
        var knowledge = new PhishingKnowledge(
            new BrandCatalogue(ReadBrands(brands, mistakes), confusables), confusables,
            new HostRules(Texts(hosts, "shared", "hosts.toml", mistakes), Texts(hosts, "second_levels", "hosts.toml", mistakes), Texts(hosts, "redirectors", "hosts.toml", mistakes)),
            new Phrases(Texts(phrases, "credentials", "phrases.toml", mistakes), Texts(phrases, "pressure", "phrases.toml", mistakes), Texts(phrases, "services", "phrases.toml", mistakes)));
        return (knowledge, mistakes);
    }

    private static List<Brand> ReadBrands(TomlTable file, List<string> mistakes)
    {
        var brands = new List<Brand>();
        foreach (var entry in file.TryGetValue("brand", out var listed) && listed is TomlTableArray array ? array : [])
        {
            var name = entry.TryGetValue("name", out var text) && text is string written ? written : "";
            var where = $"brands.toml: brand \"{name}\"";
            var (words, domains) = (Texts(entry, "words", where, mistakes), Texts(entry, "domains", where, mistakes));
            if (name.Length == 0) mistakes.Add($"{where} needs a name");
            foreach (var word in words.Where(word => word.Length < 3 || word.Any(char.IsUpper) || word.Contains(' '))) mistakes.Add($"{where}: \"{word}\" must be a word in lower case of three letters or more");
            brands.Add(new Brand(name, words, domains, entry.TryGetValue("common", out var common) && common is true));
        }

        foreach (var twice in brands.GroupBy(brand => brand.Name).Where(group => group.Count() > 1)) mistakes.Add($"brands.toml: brand \"{twice.Key}\" is described {twice.Count()} times");
        return brands;
    }

    private static List<(string, string)> ReadLetters(TomlTable file, List<string> mistakes)
    {
        var letters = new List<(string, string)>();
        foreach (var entry in file.TryGetValue("letters", out var listed) && listed is TomlArray array ? array : [])
        {
            if (entry is TomlArray { Count: 2 } pair && pair[0] is string { Length: > 0 } letter && pair[1] is string characters) letters.Add((letter, characters));
            else mistakes.Add("confusables.toml: each of letters must be [\"ASCII\", \"characters that look so\"]");
        }

        return letters;
    }

    private static List<string> Texts(TomlTable table, string key, string where, List<string> mistakes)
    {
        if (table.TryGetValue(key, out var value) && value is TomlArray { Count: > 0 } array && array.All(item => item is string { Length: > 0 })) return [.. array.Cast<string>()];
        mistakes.Add($"{where}: {key} must be a list of texts");
        return [];
    }
}
