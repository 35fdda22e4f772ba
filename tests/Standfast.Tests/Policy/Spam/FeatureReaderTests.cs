using Standfast.Policy.Spam;

namespace Standfast.Tests.Policy.Spam;

public sealed class FeatureReaderTests
{
    [Fact]
    public void Words_AndPairs_AreNamed_WithoutNumbersAndAddresses()
    {
        var names = Names("From: a@shop.example\r\nSubject: [list] Re: Hot DEAL 2026\r\n\r\nBuy 1234 at http://x.invalid/y now, mail a@b.invalid or pay $5!\r\n");
        Assert.Superset(new HashSet<string> { "subject: hot", "subject: deal", "subject: _6", "buy", "buy _6", "_url", "at _url", "_address", "$", "!", "text under 100" }, names);
        Assert.DoesNotContain(names, name => name.Contains("2026", StringComparison.Ordinal) || name.Contains("list", StringComparison.Ordinal) || name.Contains("x.invalid", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Re: Hello", "Hello")]
    [InlineData("[a] [b] Fwd: AW: Hello", "Hello")]
    [InlineData("Note: Hello", "Note: Hello")]
    [InlineData("[unclosed", "[unclosed")]
    [InlineData("", "")]
    public void SubjectsTags_AreLeftOut(string subject, string rest) => Assert.Equal(rest, FeatureReader.WithoutTags(subject).ToString());

    [Fact]
    public void CaseAndOrderOfParts_DoNotMatter_ButWordsDo()
    {
        string Message(string text) => $"From: a@shop.example\r\nSubject: Hello\r\n\r\n{text}\r\n";
        uint[] Features(string text) => [.. SpamClassifier.FeaturesOf(SpamCases.Subject(Message(text))).Order()];
        Assert.Equal(Features("one two three"), Features("ONE Two THREE"));
        Assert.NotEqual(Features("one two three"), Features("one two four"));
    }

    [Fact]
    public void Set_HoldsEachFeatureOnce_AndIsBounded()
    {
        var set = new FeatureSet();
        FeatureReader.Read(SpamCases.Subject($"Subject: x\r\n\r\n{string.Join(' ', Enumerable.Range(0, 30_000).Select(number => Word(number)))}\r\n"), set);
        Assert.InRange(set.Count, 1, FeatureSet.MaxFeatures);
        Assert.Equal(set.Count, set.Hashes.ToArray().Select(FeatureSet.BucketOf).Distinct().Count());
        set.Clear();
        Assert.True(set.Add(5));
        Assert.False(set.Add(5 + FeatureSet.Buckets));
    }

    [Fact]
    public void Nonsense_NeverThrows()
    {
        var random = new Random(3);
        for (var round = 0; round < 300; round++)
        {
            var bytes = new byte[random.Next(600)];
            random.NextBytes(bytes);
            Assert.InRange(SpamClassifier.FeaturesOf(StoredMessage.Read(bytes).ToSpamSubject()).Length, 0, FeatureSet.MaxFeatures);
        }
    }

    private static string Word(int number) => string.Concat(number.ToString(null, null).Select(digit => (char)('a' + digit - '0')));

    private static HashSet<string> Names(string message)
    {
        var names = new HashSet<string>();
        FeatureReader.Read(SpamCases.Subject(message), new FeatureSet { Named = (_, name) => names.Add(name) });
        return names;
    }
}
