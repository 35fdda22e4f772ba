using System.Globalization;
using Tomlyn;
using Tomlyn.Model;

namespace Standfast.Policy.Attachments;

/// <summary>Reads the table of file types from TOML. Whatever is wrong is reported, each mistake by itself.</summary>
public static class FileTypeFiles
{
    private const int Version = 1;

    /// <summary>Reads <c>types.toml</c> of a folder. A missing file is a mistake too.</summary>
    public static (FileTypeTable Table, IReadOnlyList<string> Mistakes) ReadFolder(string folder)
    {
        var path = Path.Combine(folder, "types.toml");
        return File.Exists(path) ? Read("types.toml", File.ReadAllText(path)) : (new FileTypeTable([], [], [], [], []), [$"there is no file {path} with the types of attachments"]);
    }

    /// <param name="name">For the mistakes.</param>
    public static (FileTypeTable Table, IReadOnlyList<string> Mistakes) Read(string name, string text)
    {
        var mistakes = new List<string>();
        var extensions = new Dictionary<string, FileType>();
        var (contents, texts) = (new List<ContentSignature>(), new List<TextSignature>());
        TomlTable table;
        try
        {
            table = TomlSerializer.Deserialize<TomlTable>(text) ?? [];
        }
        catch (TomlException exception)
        {
            return (new FileTypeTable([], [], [], [], []), [$"{name}: {exception.Message}"]);
        }

        if (!table.TryGetValue("version", out var version) || version is not (long)Version) mistakes.Add($"{name}: version must be {Version}");
        foreach (var entry in Tables(table, "type"))
            foreach (var extension in Texts(entry, "extensions"))
                if (extension.Length == 0 || extension.Any(char.IsUpper) || extension.Contains('.', StringComparison.Ordinal)) mistakes.Add($"{name}: extension \"{extension}\" must be in lower case without a dot");
                else if (!extensions.TryAdd(extension, Type(name, entry, mistakes))) mistakes.Add($"{name}: extension \"{extension}\" is named twice");
        foreach (var entry in Tables(table, "content")) contents.Add(new ContentSignature(Magic(name, entry, mistakes), Flag(entry, "binary"), Type(name, entry, mistakes)));
        foreach (var entry in Tables(table, "text"))
        {
            var words = Texts(entry, "words");
            if (words.Count == 0 || words.Any(word => word.Length == 0 || word.Any(char.IsUpper))) mistakes.Add($"{name}: words must be in lower case, at least one");
            else texts.Add(new TextSignature(words, Flag(entry, "starts"), Flag(entry, "plain"), Type(name, entry, mistakes)));
        }

        var deceptive = table.TryGetValue("deceptive", out var found) && found is TomlTable named ? named : [];
        return (new FileTypeTable(extensions, contents, texts, Texts(deceptive, "documents"), Texts(deceptive, "browser")), mistakes);
    }

    private static FileType Type(string name, TomlTable entry, List<string> mistakes)
    {
        string Text(string key) => entry.TryGetValue(key, out var value) && value is string written ? written : "";
        var (what, action, instead) = (Text("what"), Text("action"), Text("instead"));
        if (what.Length == 0 || instead.Length == 0) mistakes.Add($"{name}: \"{what}\" needs what and instead");
        if (!Enum.TryParse<FileTypeAction>(action, ignoreCase: true, out var parsed)) mistakes.Add($"{name}: \"{what}\": action \"{action}\" must be refuse, hold, note, macros, unreadable or template");
        return new FileType(what, parsed, instead);
    }

    private static List<(int Offset, byte[] Octets)> Magic(string name, TomlTable entry, List<string> mistakes)
    {
        var magic = new List<(int Offset, byte[] Octets)>();
        foreach (var written in Texts(entry, "magic"))
        {
            var colon = written.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && int.TryParse(written.AsSpan(0, colon), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var offset) && offset is > -1_000_000 and < 1_000_000 && IsHex(written[(colon + 1)..]))
                magic.Add((offset, Convert.FromHexString(written.AsSpan(colon + 1))));
            else mistakes.Add($"{name}: magic \"{written}\" must be OFFSET:HEX");
        }

        if (magic.Count == 0) mistakes.Add($"{name}: a [[content]] needs magic");
        return magic;
    }

    private static bool IsHex(string text) => text.Length > 0 && text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit);

    private static TomlTableArray Tables(TomlTable table, string key) => table.TryGetValue(key, out var value) && value is TomlTableArray array ? array : [];

    private static List<string> Texts(TomlTable table, string key) => table.TryGetValue(key, out var value) && value is TomlArray array ? [.. array.OfType<string>()] : [];

    private static bool Flag(TomlTable table, string key) => table.TryGetValue(key, out var value) && value is true;
}
