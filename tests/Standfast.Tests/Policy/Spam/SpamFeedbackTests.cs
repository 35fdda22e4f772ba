using Standfast.Policy.Spam;
using Standfast.Storage.Sqlite;

namespace Standfast.Tests.Policy.Spam;

public sealed class SpamFeedbackTests
{
    private static readonly uint[] s_spam = SpamClassifier.FeaturesOf(SpamCases.Subject(SpamCases.Spam));
    private static readonly uint[] s_honest = SpamClassifier.FeaturesOf(SpamCases.Subject(SpamCases.Honest));

    [Fact]
    public void Learning_MovesWhatIsLikeIt_AndHardlyAnythingElse()
    {
        var feedback = new SpamFeedback(new SpamCases.MemoryStore(), SpamCases.Model);
        Assert.True(feedback.TryLearn("1", isSpam: false, s_spam, DateTimeOffset.UnixEpoch));
        Assert.InRange(feedback.Shift(s_spam), -16, -12);
        Assert.InRange(feedback.Shift(s_honest), -1, 0);
        var classifier = new SpamClassifier(SpamCases.Model, feedback);
        Assert.Equal(SpamKind.Clean, classifier.Judge(SpamCases.Subject(SpamCases.Spam)).Kind);
    }

    [Fact]
    public void Unlearning_RestoresExactly_InAnyOrder()
    {
        var store = new SpamCases.MemoryStore();
        var feedback = new SpamFeedback(store, SpamCases.Model);
        Assert.True(feedback.TryLearn("1", true, s_honest, DateTimeOffset.UnixEpoch));
        var before = (feedback.Shift(s_spam), feedback.Shift(s_honest), feedback.Messages);
        Assert.True(feedback.TryLearn("2", false, s_spam, DateTimeOffset.UnixEpoch));
        Assert.True(feedback.TryLearn("3", true, s_spam, DateTimeOffset.UnixEpoch));
        Assert.NotEqual(before, (feedback.Shift(s_spam), feedback.Shift(s_honest), feedback.Messages));
        Assert.Equal("2", feedback.Unlearn("2")?.Fingerprint);
        Assert.Equal("3", feedback.Unlearn("3")?.Fingerprint);
        Assert.Equal(before, (feedback.Shift(s_spam), feedback.Shift(s_honest), feedback.Messages));
        Assert.Null(feedback.Unlearn("3"));
        feedback.Unlearn("1");
        Assert.Equal((0, 0, (0, 0)), (feedback.Shift(s_spam), feedback.Shift(s_honest), feedback.Messages));
        Assert.Empty(store.Entries);
    }

    [Fact]
    public void LearningTheOtherWay_Replaces()
    {
        var feedback = new SpamFeedback(new SpamCases.MemoryStore(), SpamCases.Model);
        Assert.True(feedback.TryLearn("1", true, s_honest, DateTimeOffset.UnixEpoch));
        Assert.True(feedback.TryLearn("1", true, s_honest, DateTimeOffset.UnixEpoch));
        Assert.Equal((1, 0), feedback.Messages);
        Assert.True(feedback.Shift(s_honest) > 0);
        Assert.True(feedback.TryLearn("1", false, s_honest, DateTimeOffset.UnixEpoch));
        Assert.Equal((0, 1), feedback.Messages);
        Assert.True(feedback.Shift(s_honest) < 0);
    }

    [Fact]
    public void FailedStore_ChangesNothing()
    {
        var store = new SpamCases.MemoryStore();
        var feedback = new SpamFeedback(store, SpamCases.Model);
        feedback.TryLearn("1", true, s_honest, DateTimeOffset.UnixEpoch);
        var before = feedback.Shift(s_honest);
        store.Fails = true;
        Assert.Throws<IOException>(() => feedback.TryLearn("2", false, s_honest, DateTimeOffset.UnixEpoch));
        Assert.Throws<IOException>(() => feedback.Unlearn("1"));
        Assert.Equal((before, (1, 0)), (feedback.Shift(s_honest), feedback.Messages));
    }

    [Fact]
    public void OtherVersionsFeedback_IsKept_AndNotUsed()
    {
        var store = new SpamCases.MemoryStore();
        store.Save(new FeedbackEntry("1", true, DateTimeOffset.UnixEpoch, FeatureReader.Version + 1, [.. s_honest]));
        var feedback = new SpamFeedback(store, SpamCases.Model);
        Assert.Equal((0, 0.0), (feedback.Messages.Spam, feedback.Shift(s_honest)));
        Assert.NotNull(feedback.Find("1"));
    }

    [Fact]
    public void Sqlite_GivesBackWhatWasSaved_AfterItWasReopened()
    {
        var folder = Directory.CreateTempSubdirectory("standfast-").FullName;
        try
        {
            var path = Path.Combine(folder, "spam.db");
            double shift;
            using (var store = SqliteSpamFeedback.Open(path))
            {
                var feedback = new SpamFeedback(store, SpamCases.Model);
                feedback.TryLearn("a", true, s_honest, DateTimeOffset.UnixEpoch);
                feedback.TryLearn("b", false, s_spam, DateTimeOffset.UnixEpoch);
                feedback.Unlearn("b");
                shift = feedback.Shift(s_honest);
            }

            using (var store = SqliteSpamFeedback.Open(path))
            {
                var entry = Assert.Single(store.Load());
                Assert.Equal(("a", true, FeatureReader.Version), (entry.Fingerprint, entry.IsSpam, entry.FeatureVersion));
                Assert.Equal(s_honest, entry.Hashes);
                Assert.Equal(shift, new SpamFeedback(store, SpamCases.Model).Shift(s_honest));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
