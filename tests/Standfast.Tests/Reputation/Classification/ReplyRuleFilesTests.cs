using Standfast.Reputation.Classification;

namespace Standfast.Tests.Reputation.Classification;

public sealed class ReplyRuleFilesTests
{
    private const string Good = """
        version = 1
        date = "2026-11-26"

        [[provider]]
        name = "one"
        title = "One"
        hosts = ["mx.one.example"]

        [[provider.rule]]
        id = "one-gone"
        pattern = 'gone'
        cause = "no-such-user"
        scope = "recipient"
        severity = "info"
        action = "suppress-recipient"
        example = "550 gone"
        source = "https://one.example/"
        evidence = "wild"
        """;

    [Fact]
    public void Good_IsRead()
    {
        var (rules, mistakes) = ReplyRuleFiles.Read([("a.toml", Good)]);
        Assert.Empty(mistakes);
        var read = new ReplyClassifier(rules).Classify("550 He is GONE", "in.mx.one.example", "rcpt");
        Assert.Equal(("one-gone", "one", ReplyCause.NoSuchUser, FaultScope.Recipient, true), (read.RuleId, read.Provider, read.Cause, read.Scope, read.IsCertain));
    }

    [Theory]
    [InlineData("version = 1", "version = 2", "version must be 1")]
    [InlineData("2026-11-26", "yesterday", "date must be a day")]
    [InlineData("no-such-user", "gone", "cause \"gone\" is not known")]
    [InlineData("'gone'", "'(gone'", "pattern must be a regular expression")]
    [InlineData("'gone'", "'(?=gone)'", "pattern must have no look-around")]
    [InlineData("'gone'", "'(a)\\1'", "pattern must have no look-around")]
    [InlineData("'gone'", "'a{1000}'", "pattern must have no look-around")]
    [InlineData("id = \"one-gone\"", "id = \"One gone\"", "id must be of")]
    [InlineData("evidence", "proof", "proof is an unknown key")]
    [InlineData("mx.one.example", ".One", "\".One\" must be a host name")]
    [InlineData("name = \"one\"", "name = 1", "name must be a text")]
    [InlineData("version", "= version", "not TOML")]
    public void Mistakes_AreNamed(string text, string instead, string mistake)
    {
        var (rules, mistakes) = ReplyRuleFiles.Read([("a.toml", Good.Replace(text, instead, StringComparison.Ordinal))]);
        Assert.Contains(mistakes, told => told.StartsWith("a.toml: ", StringComparison.Ordinal) && told.Contains(mistake, StringComparison.Ordinal));
        Assert.Empty(rules.Rules);
    }

    [Fact]
    public void Twice_IsAMistake()
    {
        var (_, mistakes) = ReplyRuleFiles.Read([("a.toml", Good), ("b.toml", Good)]);
        Assert.Equal(["rule \"one-gone\" is described 2 times", "provider \"one\" is described 2 times", "host \"mx.one.example\" is described 2 times"], mistakes);
    }

    [Fact]
    public void MissingFolder_IsAMistake() => Assert.Single(ReplyRuleFiles.ReadFolder("/nowhere/at/all").Mistakes);
}
