using System.Text.RegularExpressions;

namespace Standfast.Tests.Architecture;

/// <summary>The house: who may refer to whom, and how long a file may be.</summary>
public sealed partial class ArchitectureTests
{
    // docs/architecture.md explains the floors.
    private static readonly Dictionary<string, string[]> s_allowed = new()
    {
        ["Mail"] = [],
        ["Dns"] = ["Mail"],
        ["Smtp"] = ["Mail"],
        ["MailAuth"] = ["Mail", "Dns"],
        ["Events"] = ["Mail"],
        ["Accounts"] = ["Mail"],
        ["Queue"] = ["Mail", "Events"],
        ["Reputation"] = ["Mail", "Dns", "Events", "Accounts"],
        ["Recovery"] = ["Mail", "Dns", "Events", "Accounts", "Reputation"],
        ["Policy"] = ["Mail", "Dns", "MailAuth", "Accounts", "Reputation", "Events"],
        ["Reception"] = ["Mail", "Smtp", "MailAuth", "Accounts", "Reputation", "Policy", "Queue", "Events"],
        ["Delivery"] = ["Mail", "Dns", "Smtp", "Queue", "Reputation", "Events"],
        ["Storage"] = ["Mail", "Events", "Accounts", "Reputation", "Recovery", "Policy", "Queue", "MailAuth", "Delivery"],
        ["Api"] = [],
        ["Web"] = ["Api", "Mail", "Events", "Accounts", "Reputation", "Recovery", "Policy", "Queue", "Delivery"],
        ["Cli"] = ["Api"],
        ["Server"] = ["Mail", "Dns", "Smtp", "MailAuth", "Events", "Accounts", "Reputation", "Recovery", "Policy", "Queue", "Reception", "Delivery", "Storage", "Api", "Web", "Cli"],
    };

    [Fact]
    public void Projects_ReferOnlyDownwards()
    {
        var projects = Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories);
        Assert.Equal(s_allowed.Count, projects.Length);
        foreach (var project in projects)
        {
            var name = Path.GetFileNameWithoutExtension(project)["Standfast.".Length..];
            foreach (Match reference in ProjectReference().Matches(File.ReadAllText(project)))
                Assert.True(s_allowed[name].Contains(reference.Groups[1].Value), $"{name} may not refer to {reference.Groups[1].Value}");
        }
    }

    [Fact]
    public void Files_StayShort()
    {
        var files = Repository.SourceFiles.ToList();
        Assert.True(files.Count > 50);
        foreach (var file in files) Assert.True(File.ReadLines(file).Count() <= 400, $"{file} is longer than 400 lines");
    }

    [GeneratedRegex("""ProjectReference Include="[^"]*Standfast\.(\w+)\.csproj""")]
    private static partial Regex ProjectReference();
}
