using Standfast.Policy.Spam;
using Standfast.Tests.Mail;
using Standfast.Tests.Policy.Phishing;

namespace Standfast.Tests.Policy.Spam;

public sealed class SpamClassifierTests
{
    private static readonly SpamClassifier s_shipped = new(SpamCases.Model, null);

    [Fact]
    public void ShippedModel_TellsSpamFromAReceipt()
    {
        Assert.True(s_shipped.Judge(SpamCases.Subject(SpamCases.Spam)).Kind >= SpamKind.Likely);
        Assert.Equal(SpamKind.Clean, s_shipped.Judge(SpamCases.Subject(SpamCases.Honest)).Kind);
    }

    [Fact]
    public void Kind_FollowsTheModelsThresholds()
    {
        var classifier = new SpamClassifier(SpamCases.ModelOf(SpamCases.Spam, SpamCases.Honest), null);
        Assert.Equal(SpamKind.Certain, classifier.Judge(SpamCases.Subject(SpamCases.Spam)).Kind);
        Assert.Equal(SpamKind.Clean, classifier.Judge(SpamCases.Subject(SpamCases.Honest)).Kind);
    }

    [Fact]
    public void MinimalMessage_IsNeverJudged()
    {
        var classifier = new SpamClassifier(SpamCases.ModelOf("Subject: viagra\r\n\r\nviagra cialis now\r\n", SpamCases.Honest), null);
        Assert.Equal(default, classifier.Judge(SpamCases.Subject("From: a@shop.example\r\nSubject: viagra\r\n\r\nviagra cialis now\r\n")));
        Assert.NotEqual(default, classifier.Judge(SpamCases.Subject("From: a@shop.example\r\nSubject: viagra\r\n\r\nviagra cialis now http://x.example/\r\n")));
    }

    [Fact]
    public void Explanation_NamesTheWordsThatWeighMost()
    {
        var (verdict, reasons) = s_shipped.Explain(SpamCases.Subject(SpamCases.Spam), 10);
        Assert.Equal(s_shipped.Judge(SpamCases.Subject(SpamCases.Spam)), verdict);
        Assert.Equal(10, reasons.Count);
        Assert.Equal(reasons.OrderByDescending(reason => Math.Abs(reason.Weight)).Select(reason => reason.Weight), reasons.Select(reason => reason.Weight));
        Assert.Contains(reasons, reason => reason.Weight > 0);
    }

    [Fact]
    public void ConcurrentUse_GivesTheSameAnswers()
    {
        var (spam, honest) = (SpamCases.Subject(SpamCases.Spam), SpamCases.Subject(SpamCases.Honest));
        var expected = (s_shipped.Judge(spam).Probability, s_shipped.Judge(honest).Probability);
        Parallel.For(0, 2_000, _ => Assert.Equal(expected, (s_shipped.Judge(spam).Probability, s_shipped.Judge(honest).Probability)));
    }

    // Of the public corpora also what the model was not trained on; docs/spam.md has the figures. These bounds only catch a broken build.
    [Theory]
    [InlineData("spam/spamassassin-public/easy-ham-1", 0, 1)]
    [InlineData("spam/spamassassin-public/easy-ham-2", 0, 1)]
    [InlineData("spam/spamassassin-public/hard-ham-1", 0, 6)]
    [InlineData("spam/csdmc2010/ham", 0, 2)]
    [InlineData("spam/phishing-pot", 60, 100)]
    [InlineData("spam/spamassassin-public/spam-2", 80, 100)]
    public void PublicCorpora_AreToldApart(string folder, int least, int most)
    {
        if (PublicCorpus.Find(folder) is not { } path) return;
        var (count, stopped) = (0, 0);
        foreach (var file in Directory.GetFiles(path))
        {
            var message = StoredMessage.Read(File.ReadAllBytes(file));
            var phishing = PhishingCases.Analysis.Judge(message.ToPhishingSubject(PhishingCases.Analysis.Hosts, _ => false));
            count++;
            if (s_shipped.Judge(message.ToSpamSubject()).Kind == SpamKind.Certain || phishing.Action >= Standfast.Policy.Checks.GuardAction.Hold) stopped++;
        }

        Assert.InRange(100 * stopped, least * count, most * count);
    }

    [Fact]
    public void PhishingOfThePublicCorpus_HasSigns_AndHonestMailHasNone()
    {
        var (pot, ham) = (Share("spam/phishing-pot"), Share("spam/csdmc2010/ham"));
        if (pot is null || ham is null) return;
        Assert.InRange(pot.Value, 0.12, 1);
        Assert.InRange(ham.Value, 0, 0.01);
    }

    private static double? Share(string folder)
    {
        if (PublicCorpus.Find(folder) is not { } path) return null;
        var verdicts = Directory.GetFiles(path).Select(file => PhishingCases.Analysis.Judge(StoredMessage.Read(File.ReadAllBytes(file)).ToPhishingSubject(PhishingCases.Analysis.Hosts, _ => false))).ToList();
        return verdicts.Count(verdict => verdict.Action >= Standfast.Policy.Checks.GuardAction.Hold) / (double)verdicts.Count;
    }
}
