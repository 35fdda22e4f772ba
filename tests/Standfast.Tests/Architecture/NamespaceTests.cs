using System.Text.RegularExpressions;

namespace Standfast.Tests.Architecture;

/// <summary>Namespaces form no cycles: what is used does not know its user.</summary>
public sealed partial class NamespaceTests
{
    [Fact]
    public void Namespaces_FormNoCycles()
    {
        var uses = ReadUses();
        Assert.True(uses.Count > 20);
        Assert.Equal([], Cycles(uses));
    }

    [Fact]
    public void Cycles_AreFound_WhereTheyAre()
    {
        var uses = new Dictionary<string, HashSet<string>> { ["A"] = ["B"], ["B"] = ["C", "D"], ["C"] = ["A"], ["D"] = [], ["E"] = ["A"] };
        Assert.Equal(["A, B, C"], Cycles(uses));
    }

    /// <summary>For each namespace the others it uses: by a using line, by a qualified name, or from a child by a name of its parent.</summary>
    private static Dictionary<string, HashSet<string>> ReadUses()
    {
        var files = Repository.SourceFiles.Select(file => CommentOrText().Replace(File.ReadAllText(file), "")).Select(text => (Name: Namespace().Match(text).Groups[1].Value, Text: text)).Where(file => file.Name.Length > 0).ToList();
        var declared = files.SelectMany(file => TypeDeclaration().Matches(file.Text).Select(type => (file.Name, Type: type.Groups[1].Value))).Distinct().ToLookup(one => one.Name, one => one.Type);
        var uses = files.Select(file => file.Name).Distinct().ToDictionary(name => name, _ => new HashSet<string>());
        foreach (var (name, text) in files)
        {
            foreach (Match use in Qualified().Matches(text))
            {
                var used = use.Groups[1].Value;
                while (used.Length > 0 && !uses.ContainsKey(used)) used = used[..Math.Max(0, used.LastIndexOf('.'))];
                if (used.Length > 0 && used != name) uses[name].Add(used);
            }

            // A child needs no using line for the types of its parent.
            foreach (var parent in uses.Keys.Where(other => name.StartsWith(other + ".", StringComparison.Ordinal)))
                if (declared[parent].Any(type => Regex.IsMatch(text, $@"\b{type}\b")))
                    uses[name].Add(parent);
        }

        return uses;
    }

    /// <summary>The sets of namespaces that reach each other, each as one line of names.</summary>
    private static List<string> Cycles(Dictionary<string, HashSet<string>> uses)
    {
        var reach = uses.Keys.ToDictionary(name => name, name => Reach(name, uses));
        return [.. uses.Keys.Where(name => reach[name].Contains(name)).Select(name => string.Join(", ", reach[name].Where(other => reach[other].Contains(name)).Order(StringComparer.Ordinal))).Distinct().Order(StringComparer.Ordinal)];
    }

    private static HashSet<string> Reach(string start, Dictionary<string, HashSet<string>> uses)
    {
        var reached = new HashSet<string>();
        var waiting = new Stack<string>(uses[start]);
        while (waiting.TryPop(out var name))
            if (reached.Add(name))
                foreach (var next in uses[name]) waiting.Push(next);
        return reached;
    }

    [GeneratedRegex(@"//[^\n]*|""(?:\\.|[^""\\\n])*""")]
    private static partial Regex CommentOrText();

    [GeneratedRegex(@"^namespace (Standfast[\w.]*);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^(?:(?:public|internal|file|private|sealed|static|abstract|partial|readonly|ref|unsafe) )*(?:record struct|record|class|struct|interface|enum) (\w+)", RegexOptions.Multiline)]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex(@"(?<![\w.])(Standfast(?:\.[A-Z]\w*)+)")]
    private static partial Regex Qualified();
}
