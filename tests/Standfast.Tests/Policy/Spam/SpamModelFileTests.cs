using Standfast.Policy.Spam;

namespace Standfast.Tests.Policy.Spam;

public sealed class SpamModelFileTests
{
    [Fact]
    public void Model_IsTheSame_AfterItWasWritten()
    {
        var model = SpamCases.ModelOf(SpamCases.Spam, SpamCases.Honest);
        Assert.True(SpamModelFile.TryRead(SpamModelFile.Write(model), out var read, out _));
        Assert.Equal(model.Facts, read.Facts);
        foreach (var message in (string[])[SpamCases.Spam, SpamCases.Honest])
        {
            var hashes = SpamClassifier.FeaturesOf(SpamCases.Subject(message));
            Assert.Equal(model.Score(hashes), read.Score(hashes));
            Assert.Equal(model.ShareOf(FeatureSet.BucketOf(hashes[0])), read.ShareOf(FeatureSet.BucketOf(hashes[0])));
        }
    }

    [Fact]
    public void DamagedFile_IsRefused_WhereverTheDamageIs()
    {
        var file = SpamModelFile.Write(SpamCases.ModelOf(SpamCases.Spam, SpamCases.Honest));
        Assert.InRange(file.Length, 1, 3 * 1024 * 1024);
        for (var at = 0; at < file.Length; at += at < 120 ? 1 : 40_009)
        {
            file[at] ^= 1;
            Assert.False(SpamModelFile.TryRead(file, out _, out var mistake), $"octet {at}");
            Assert.NotEmpty(mistake);
            file[at] ^= 1;
        }

        for (var length = 0; length < file.Length; length += length < 120 ? 1 : 60_013) Assert.False(SpamModelFile.TryRead(file.AsSpan(0, length), out _, out _));
        Assert.False(SpamModelFile.TryRead([.. file, 0], out _, out _));
        Assert.True(SpamModelFile.TryRead(file, out _, out _));
    }

    [Fact]
    public void MissingFile_IsAMistake_ThatNamesIt()
    {
        Assert.False(SpamModelFile.TryReadFile("/nowhere/spam.model", out _, out var mistake));
        Assert.StartsWith("/nowhere/spam.model:", mistake, StringComparison.Ordinal);
    }

    [Fact]
    public void ShippedModel_KnowsWhatItIs()
    {
        var facts = SpamCases.Model.Facts;
        Assert.True(facts.SpamMessages > 300 && facts.HamMessages > 500);
        Assert.InRange(facts.SpamFrom, 0.5f, facts.HoldFrom);
        Assert.InRange(facts.HoldFrom, 0.99f, 1);
        Assert.Equal(64, facts.CorpusFingerprint.Length);
    }
}
