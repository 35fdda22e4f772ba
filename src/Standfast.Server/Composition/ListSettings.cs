using Standfast.Reputation.Blocklists;
using Standfast.Server.Configuration;

namespace Standfast.Server.Composition;

/// <summary>Which lists may be asked.</summary>
internal static class ListSettings
{
    /// <summary>Before a list that is left out.</summary>
    private const char Without = '-';

    /// <param name="mistakes">Added to, one line each.</param>
    /// <returns>The lists to ask, each with its customer key where there is one.</returns>
    public static IReadOnlyList<(Blocklist List, string? Key)> Read(Settings settings, BlocklistCatalogue catalogue, List<string> mistakes)
    {
        var access = new Dictionary<string, string?>();
        foreach (var entry in SettingValues.Split(settings["reputation.list_access"]))
        {
            var parts = entry.Split('=', 2, StringSplitOptions.TrimEntries);
            if (catalogue.Find(parts[0]) is { } list) access[list.Id] = parts.Length == 2 ? ReadKey(entry, parts[1], mistakes) : null;
            else mistakes.Add(NotKnown("reputation.list_access", parts[0], catalogue));
        }

        var names = SettingValues.Split(settings["reputation.lists"]);
        var left = names.Where(name => name.StartsWith(Without)).Select(name => Choose(name[1..], catalogue, mistakes)).ToHashSet();
        var chosen = names is ["off"] ? [] : names.Contains("all") || names.All(name => name.StartsWith(Without))
            ? catalogue.Lists
            : [.. names.Where(name => !name.StartsWith(Without)).Select(name => Choose(name, catalogue, mistakes)).OfType<Blocklist>().Distinct()];
        chosen = [.. chosen.Where(list => !left.Contains(list))];
        return [.. chosen.Where(list => !list.IsAllowList && IsAllowed(list, access)).Select(list => (list, access.GetValueOrDefault(list.Id)))];
    }

    private static bool IsAllowed(Blocklist list, Dictionary<string, string?> access) => list.Access switch
    {
        ListAccess.Open => true,
        ListAccess.Key => access.GetValueOrDefault(list.Id) is not null,
        _ => access.ContainsKey(list.Id),
    };

    private static Blocklist? Choose(string name, BlocklistCatalogue catalogue, List<string> mistakes)
    {
        if (catalogue.Find(name) is { } list) return list;
        mistakes.Add(NotKnown("reputation.lists", name, catalogue));
        return null;
    }

    private static string NotKnown(string key, string name, BlocklistCatalogue catalogue) => catalogue.WhyClosed(name) is { } closed
        ? $"{key}: {name} is never asked: {closed.Reason} ({closed.Since})"
        : $"{key}: \"{name}\" is no list of data/blocklists, by its id or zone";

    private static string? ReadKey(string entry, string file, List<string> mistakes)
    {
        try
        {
            var key = File.ReadAllText(file).Trim();
            if (key.Length is > 0 and <= 63 && key.All(char.IsAsciiLetterOrDigit)) return key;
            mistakes.Add($"reputation.list_access: {entry}: the file must hold a key of letters and digits, and nothing else");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            mistakes.Add($"reputation.list_access: {entry}: the key cannot be read: {exception.Message}");
        }

        return null;
    }
}
