using System.Collections;
using System.Globalization;
using System.Net;
using Standfast.Mail;
using Tomlyn;
using Tomlyn.Model;

namespace Standfast.Server.Configuration;

/// <summary>The configuration in force: file, then environment, then command line, each over the one before.</summary>
internal sealed class Settings
{
    private const string EnvironmentPrefix = "STANDFAST__";

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public DomainName Hostname => DomainName.Parse(this["server.hostname"]);

    public string Data => this["server.data"];

    /// <summary>The file that was read; null where there was none.</summary>
    public string? ConfigurationPath { get; private set; }

    /// <summary>Names of the egress pools that something is set for.</summary>
    public IEnumerable<string> Pools => _values.Keys.Where(key => key.StartsWith(SettingCatalogue.PoolPrefix, StringComparison.Ordinal)).Select(key => key.Split('.')[1]).Distinct().Order(StringComparer.Ordinal);

    public string this[string key] => _values.TryGetValue(key, out var value) ? value : SettingCatalogue.Find(key)!.Default;

    public long Number(string key) => long.Parse(this[key], CultureInfo.InvariantCulture);

    public TimeSpan Duration(string key) => SettingValues.TryParseDuration(this[key], out var value) ? value : default;

    /// <summary>Where people reach the HTTP side, without a slash at the end.</summary>
    public string PublicUrl => this["http.public_url"] is { Length: > 0 } url ? url : Endpoints("http.listen") is [var first, ..] ? $"http://{first}" : $"http://{Hostname}";

    public IReadOnlyList<IPEndPoint> Endpoints(string key) => SettingValues.TryParseEndpoints(this[key], out var value) ? value : [];

    /// <summary>Reads all sources and reports every mistake, one line each.</summary>
    public static (Settings Settings, IReadOnlyList<string> Mistakes) Load(IReadOnlyList<string> arguments, IDictionary environment)
    {
        var settings = new Settings();
        var mistakes = new List<string>();
        var sets = new List<(string Source, string Key, string Value)>();
        string? file = null;
        for (var index = 0; index < arguments.Count; index++)
        {
            var (name, value) = (arguments[index], index + 1 < arguments.Count ? arguments[index + 1] : null);
            if (name is not ("--config" or "--data" or "--set")) mistakes.Add($"command line: {name}: not an option of serve; options are --config, --data, --set and --help");
            else if (value is null) mistakes.Add($"command line: {name}: needs a value");
            else if (name == "--config") file = value;
            else if (name == "--data") sets.Add(("--data", "server.data", value));
            else if (value.IndexOf('=', StringComparison.Ordinal) is var equals && equals > 0) sets.Add(("--set", value[..equals], value[(equals + 1)..]));
            else mistakes.Add($"command line: --set {value}: must be section.key=value");
            if (name is "--config" or "--data" or "--set") index++;
        }

        var variables = environment.Cast<DictionaryEntry>().Select(entry => ((string)entry.Key, (string?)entry.Value ?? ""))
            .Where(entry => entry.Item1.StartsWith(EnvironmentPrefix, StringComparison.Ordinal))
            .Select(entry => (Source: entry.Item1, Key: entry.Item1[EnvironmentPrefix.Length..].Replace("__", ".", StringComparison.Ordinal).ToLowerInvariant(), Value: entry.Item2)).ToList();
        var data = sets.LastOrDefault(entry => entry.Key == "server.data").Value ?? variables.LastOrDefault(entry => entry.Key == "server.data").Value ?? "./data";
        ReadFile(file, Path.Combine(data, "standfast.toml"), settings, mistakes);
        foreach (var (source, key, value) in variables.Concat(sets)) settings.Set(source, key, value, mistakes);
        settings.DefaultHostname();
        return (settings, mistakes);
    }

    /// <summary>The data folder that a command beside the server means: its arguments may hold options of its own, and mistakes are the server's to report.</summary>
    public static string LocateData(IReadOnlyList<string> arguments, IDictionary environment)
    {
        var own = new List<string>();
        for (var index = 0; index + 1 < arguments.Count; index++)
            if (arguments[index] is "--config" or "--data" or "--set")
                own.AddRange([arguments[index], arguments[++index]]);
        return Load(own, environment).Settings.Data;
    }

    private static void ReadFile(string? given, string fallback, Settings settings, List<string> mistakes)
    {
        var path = given ?? fallback;
        if (!File.Exists(path))
        {
            if (given is not null) mistakes.Add($"command line: --config {given}: there is no such file");
            return;
        }

        settings.ConfigurationPath = path;
        try
        {
            var table = TomlSerializer.Deserialize<TomlTable>(File.ReadAllText(path)) ?? [];
            foreach (var (section, content) in table)
            {
                if (content is not TomlTable keys)
                {
                    settings.Set(path, section, Text(content), mistakes);
                    continue;
                }

                settings.SetAll(path, section, keys, mistakes);
            }
        }
        catch (TomlException exception)
        {
            mistakes.Add($"{path}: not TOML: {exception.Message}");
        }
    }

    private void SetAll(string path, string section, TomlTable keys, List<string> mistakes)
    {
        foreach (var (key, value) in keys)
        {
            if (value is TomlTable inner) SetAll(path, $"{section}.{key}", inner, mistakes);
            else Set(path, $"{section}.{key}", Text(value), mistakes);
        }
    }

    private static string Text(object? value) => value switch
    {
        TomlArray array => string.Join(',', array.Select(Text)),
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString() ?? "",
    };

    private void Set(string source, string key, string value, List<string> mistakes)
    {
        if (value.StartsWith('[') && value.EndsWith(']')) value = string.Join(',', value[1..^1].Split(',', StringSplitOptions.TrimEntries).Select(part => part.Trim('"', '\'')));
        if (SettingCatalogue.Find(key) is not { } setting)
        {
            mistakes.Add($"{source}: {key} = {value}: unknown key{(SettingCatalogue.Nearest(key) is { } nearest ? $"; did you mean {nearest}?" : "; docs/settings.md lists them")}");
            return;
        }

        var allowed = key == "server.hostname" ? SettingValues.CheckDomain(value) : setting.Check(value);
        if (allowed is not null) mistakes.Add($"{source}: {key} = {value}: must be {allowed}");
        else _values[key] = value;
    }

    private void DefaultHostname()
    {
        if (_values.ContainsKey("server.hostname")) return;
        var machine = Environment.MachineName.ToLowerInvariant();
        _values["server.hostname"] = DomainName.TryParse(machine.Contains('.', StringComparison.Ordinal) ? machine : machine + ".localdomain", out var name) ? name.Value : "localhost.localdomain";
    }
}
