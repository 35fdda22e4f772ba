using Standfast.Recovery.Notices;
using Standfast.Tests.Architecture;

namespace Standfast.Tests.Recovery.Notices;

public sealed class NoticeRuleFilesTests
{
    private const string Good = """
        version = 1
        [[counterparty]]
        id = "host"
        name = "A host"
        kind = "host"
        words = ["a host"]
        [[notice]]
        id = "x"
        kind = "suspension"
        counterparty = "host"
        cause = "complaint"
        action = "contact-provider"
        any = ["has been suspended"]
        source = "https://example.org/"
        date = "2026-11-26"
        [[cause]]
        cause = "malware"
        any = ["hacked"]
        """;

    [Fact]
    public void DataFiles_AreWithoutMistakes() => Assert.Empty(NoticeRuleFiles.ReadFolder(Path.Combine(Repository.Root, "data", "notices")).Mistakes);

    [Fact]
    public void Good_IsRead()
    {
        var (rules, mistakes) = NoticeRuleFiles.Read([("x.toml", Good)]);
        Assert.Empty(mistakes);
        Assert.Equal((1, 1, 1, NoticeKind.Suspension), (rules.Counterparties.Count, rules.Rules.Count, rules.Causes.Count, rules.Rules[0].Kind));
    }

    [Theory]
    [InlineData("version = 1", "version = 2", "version must be 1")]
    [InlineData("kind = \"suspension\"", "kind = \"luck\"", "kind = luck")]
    [InlineData("kind = \"host\"", "kind = \"enemy\"", "kind = enemy")]
    [InlineData("counterparty = \"host\"", "counterparty = \"nobody\"", "no counterparty")]
    [InlineData("counterparty = \"host\"", "counterparty = \"host\"\notherwise = \"host\"", "alone")]
    [InlineData("counterparty = \"host\"", "from = [\"enemy\"]", "from = enemy")]
    [InlineData("cause = \"complaint\"", "cause = \"mood\"", "one of data/replies")]
    [InlineData("any = [\"has been suspended\"]", "", "there, or all")]
    [InlineData("any = [\"has been suspended\"]", "any = [\"Suspended\"]", "in lower case")]
    [InlineData("source = \"https://example.org/\"", "", "source")]
    [InlineData("date = \"2026-11-26\"", "date = \"today\"", "date")]
    [InlineData("action = \"contact-provider\"", "action = \"contact-provider\"\nactoin = \"x\"", "actoin: unknown key")]
    [InlineData("words = [\"a host\"]", "", "by nothing it is never known")]
    [InlineData("[[notice]]", "[[notice", "not TOML")]
    public void Mistakes_AreNamed(string good, string bad, string expected) =>
        Assert.Contains(NoticeRuleFiles.Read([("x.toml", Good.Replace(good, bad, StringComparison.Ordinal))]).Mistakes, mistake => mistake.Contains(expected, StringComparison.Ordinal));
}
