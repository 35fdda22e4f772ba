using Standfast.Recovery;
using Standfast.Recovery.Doctor.Checks;
using Standfast.Recovery.Remedies;
using Standfast.Reputation.Identity;
using Standfast.Tests.Architecture;

namespace Standfast.Tests.Recovery.Remedies;

public sealed class RemedyFilesTests
{
    private const string Good = """
        version = 1
        id = "content"
        title = "Content"
        [[step]]
        id = "one"
        text = "Do it."
        why = "Else."
        check = "contained"
        source = "ours"
        """;

    internal static IReadOnlySet<string> DoctorIds { get; } = AllChecks.List(GenericNames.Read("names.toml", File.ReadAllText(Path.Combine(Repository.Root, "data", "identity", "names.toml"))).Names).Select(check => check.Id).ToHashSet();

    internal static IReadOnlyList<Remedy> Shipped { get; } = RemedyFiles.ReadFolder(Path.Combine(Repository.Root, "data", "remedies"), DoctorIds).Remedies;

    [Fact]
    public void DataFiles_AreWithoutMistakes_AndNameCommandsThatThereAre()
    {
        Assert.Empty(RemedyFiles.ReadFolder(Path.Combine(Repository.Root, "data", "remedies"), DoctorIds).Mistakes);
        foreach (var step in Shipped.SelectMany(remedy => remedy.Steps)) PrintedCommands.AssertAllParse(step.Id, step.Text);
    }

    [Theory]
    [InlineData("version = 1", "version = 2", "version must be 1")]
    [InlineData("id = \"content\"", "id = \"luck\"", "id = luck")]
    [InlineData("id = \"content\"", "id = \"policy\"", "stands in policy.toml")]
    [InlineData("check = \"contained\"", "check = \"guess\"", "the name of a check")]
    [InlineData("check = \"contained\"", "check = \"doctor:DR-0000\"", "the name of a check")]
    [InlineData("source = \"ours\"", "", "source")]
    [InlineData("why = \"Else.\"", "whi = \"Else.\"", "whi: unknown key")]
    [InlineData("id = \"one\"", "id = \"One\"", "lower case letters")]
    public void Mistakes_AreNamed(string good, string bad, string expected) =>
        Assert.Contains(RemedyFiles.Read([("content.toml", Good.Replace(good, bad, StringComparison.Ordinal))], DoctorIds).Mistakes, mistake => mistake.Contains(expected, StringComparison.Ordinal));

    [Fact]
    public void MissingAndDoubledSteps_AreNamed()
    {
        var mistakes = RemedyFiles.Read([("content.toml", Good), ("policy.toml", Good.Replace("id = \"content\"", "id = \"policy\"", StringComparison.Ordinal))], DoctorIds).Mistakes;
        Assert.Contains(mistakes, mistake => mistake.Contains("step \"one\" stands twice", StringComparison.Ordinal));
        Assert.Contains(mistakes, mistake => mistake.Contains($"no checklist for {CauseNames.Of(SuspensionCause.Neighbour)}", StringComparison.Ordinal));
    }
}
