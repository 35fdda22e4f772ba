using Standfast.Policy.Content;
using Standfast.Policy.Content.Rules;
using Standfast.Tests.Architecture;
using Standfast.Tests.Mail;

namespace Standfast.Tests.Policy.Content;

/// <summary>Honest mail of many kinds and languages: none is refused or held.</summary>
public sealed class HonestMailTests
{
    private static readonly string s_folder = Path.Combine(Repository.Root, "tests", "Standfast.Tests", "Policy", "Content", "Fixtures", "Honest");

    public static TheoryData<string> Files => [.. Directory.GetFiles(s_folder, "*.eml").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    /// <summary>Files named b-… are mail to many.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void HonestMail_IsAccepted(string file)
    {
        var isBulk = file.StartsWith("b-", StringComparison.Ordinal);
        var report = ContentSamples.Judge(LineEnds.Restore(File.ReadAllBytes(Path.Combine(s_folder, file))), isBulk);
        Assert.True(report.Verdict <= ContentVerdict.Noted && report.Score <= 5, $"{report.Verdict} {report.Score}: {string.Join("; ", report.Findings)}");
    }

    [Fact]
    public void HonestMail_HasManyKinds() => Assert.True(Files.Count >= 35);

    /// <summary>Public corpora of honest mail, each message judged as of its own date. Their authors write from free-mail addresses, as they may there.</summary>
    [Fact]
    public void PublicHam_IsNotRefused_ExceptForFreeMail()
    {
        var scorer = new ContentScorer(ContentSamples.Lists, new ContentOptions { AllowsFreeMailFrom = true });
        foreach (var folder in (string[])["spam/spamassassin-public/easy-ham-1", "spam/spamassassin-public/easy-ham-2", "spam/spamassassin-public/hard-ham-1", "spam/csdmc2010/ham"])
        {
            if (PublicCorpus.Find(folder) is not { } path) continue;
            foreach (var file in Directory.GetFiles(path))
            {
                ReadOnlyMemory<byte> content = File.ReadAllBytes(file);
                if (content.Span.StartsWith("From "u8)) content = content[(content.Span.IndexOf((byte)'\n') + 1)..];
                content = LineEnds.Restore(content);
                var view = MessageView.Parse(content);
                var report = scorer.Score(ContentMessage.Create(content, view, null, false, ContentSamples.Now));
                Assert.True(report.Verdict != ContentVerdict.Refused, $"{file}: {report.Worst}");
            }
        }
    }
}
