using Tomlyn;
using Tomlyn.Model;

namespace Standfast.Policy.Tracking;

/// <summary>Reads <c>machines.toml</c> of a folder. Whatever is wrong is reported, each mistake by itself.</summary>
public static class MachineSignFile
{
    private const int Version = 1;

    private const string FileName = "machines.toml";

    public static (IReadOnlyList<MachineSign> Signs, IReadOnlyList<string> Mistakes) ReadFolder(string folder)
    {
        var path = Path.Combine(folder, FileName);
        return File.Exists(path) ? Read(File.ReadAllText(path)) : ([], [$"there is no file {path} with the programs that open mail by themselves"]);
    }

    public static (IReadOnlyList<MachineSign> Signs, IReadOnlyList<string> Mistakes) Read(string text)
    {
        var (signs, mistakes) = (new List<MachineSign>(), new List<string>());
        TomlTable table;
        try
        {
            table = TomlSerializer.Deserialize<TomlTable>(text) ?? [];
        }
        catch (TomlException exception)
        {
            return ([], [$"{FileName}: {exception.Message}"]);
        }

        if (!table.TryGetValue("version", out var version) || version is not (long)Version) mistakes.Add($"{FileName}: version must be {Version}");
        foreach (var entry in table.TryGetValue("machine", out var found) && found is TomlTableArray array ? array : [])
        {
            string Text(string key) => entry.TryGetValue(key, out var value) && value is string written ? written : "";
            if (Text("name").Length == 0 || Text("user_agent").Length == 0 || Text("source").Length == 0 || Text("date").Length == 0) mistakes.Add($"{FileName}: each machine needs name, user_agent, source and date (\"{Text("name")}\")");
            else if (Text("match") is not ("contains" or "is")) mistakes.Add($"{FileName}: \"{Text("name")}\": match must be contains or is");
            else signs.Add(new MachineSign(Text("name"), Text("user_agent"), Text("match")));
        }

        return (signs, mistakes);
    }
}
