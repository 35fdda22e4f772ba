using Standfast.Reputation.Feedback.Complaints;
using Standfast.Reputation.Feedback.Parts;
using Standfast.Tests.Mail;

namespace Standfast.Tests.Reputation.Feedback;

/// <summary>Reports as they were seen in the wild, where the corpora stand beside the repository; the same forms are in <see cref="FeedbackReportReaderTests"/>.</summary>
public sealed class FeedbackCorpusTests
{
    [Theory]
    [InlineData("arf/sisimai/expected.tsv", "", "feedback_type")]
    [InlineData("bounces-sisimai/expected.tsv", "maildir/bsd", "other")]
    [InlineData("bounces-sisimai/expected.tsv", "maildir/dos", "other")]
    [InlineData("bounces-sisimai/expected.tsv", "maildir/mac", "other")]
    public void Reports_HaveTheTypeThatOthersSay(string table, string folder, string column)
    {
        var expected = PublicCorpus.Find(table);
        Assert.SkipWhen(expected is null, $"{table} is not here");
        var rows = File.ReadLines(expected).Select(line => line.Split('\t')).ToList();
        var at = Array.IndexOf(rows[0], column);
        var count = 0;
        foreach (var row in rows.Where(row => row[0].StartsWith("arf-", StringComparison.Ordinal)))
        {
            var file = Path.Combine(Path.GetDirectoryName(expected)!, folder, row[0]);
            if (!File.Exists(file)) continue;
            count++;
            var report = Read(file);
            Assert.True(report is not null, file);
            Assert.Equal((file, row[at]), (file, report.TypeName));
            Assert.NotEqual(FeedbackType.Other, report.Type);
            // One is no ARF, of the other the message was taken out.
            if (row[0] is not ("arf-25.eml" or "arf-26.eml")) Assert.True(report.Returned.All.Count > 0, file);
            if (row[0] == "arf-17.eml") Assert.Equal(["kijitora@example.com", "sabatora@example.net"], report.OriginalRecipients);
        }

        Assert.NotEqual(0, count);
    }

    [Fact]
    public void AllFilesOfTheFeedbackCorpora_AreReports()
    {
        var folder = PublicCorpus.Find("arf");
        Assert.SkipWhen(folder is null, "arf is not here");
        foreach (var file in Directory.EnumerateFiles(folder, "*.eml", SearchOption.AllDirectories).Concat(Directory.EnumerateFiles(folder, "feedback-report*.txt", SearchOption.AllDirectories)))
        {
            var report = Read(file);
            Assert.True(report is not null, file);
            Assert.True(report.Type != FeedbackType.Other, file);
            if (!file.EndsWith("arf-26.eml", StringComparison.Ordinal)) Assert.True(report.Returned.All.Count > 0, file);
        }
    }

    [Fact]
    public void ValuesOfTheWild_AreRight()
    {
        var folder = PublicCorpus.Find("arf");
        Assert.SkipWhen(folder is null, "arf is not here");
        FeedbackReport Of(string name) => Read(Path.Combine(folder, name))!;
        Assert.Equal(("Yahoo!-Mail-Feedback/2.0", "0.1", "amazonses.com"), (Of("sisimai/arf-14.eml").UserAgent, Of("sisimai/arf-14.eml").Version, Of("sisimai/arf-14.eml").ReportedDomains[0]));
        Assert.Equal("kijitora@y.example.com", Of("sisimai/arf-14.eml").OriginalRecipients[0]);
        Assert.Equal("203.0.113.2", Of("sisimai/arf-19.eml").SourceIp!.ToString());
        Assert.Equal(("dmarc", "OpenDMARC-Filter/1.3.0"), (Of("sisimai/arf-20.eml").Failure!.Kind, Of("sisimai/arf-20.eml").UserAgent));
        Assert.Equal("example@icloud.com", Of("sisimai/arf-26.eml").OriginalRecipients[0]);
        Assert.Equal("eyJfQF8iOiJcXF8vIiwicmVjaXBpZW50IjoidGVzdEBleGFtcGxlLmNvbSJ9", Of("kumomta-rfc5965/2.eml").Returned["X-KumoRef"]);
        Assert.Equal("cb4a01a48251d4765f489076aa81e2a4@comcast.net", Of("kumomta-rfc5965/4.eml").OriginalRecipients[0]);
        Assert.Null(Of("kumomta-rfc5965/4.eml").SourceIp);
        Assert.Equal("user@example.com", Of("mimekit/feedback-report.txt").OriginalRecipients[0]);
    }

    [Fact]
    public void Bounces_AreNoFeedback()
    {
        foreach (var folder in (string[])["bounces-other", "bounces-sisimai"])
        {
            if (PublicCorpus.Find(folder) is not { } path) continue;
            foreach (var file in Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories))
                if (Path.GetExtension(file) is ".eml" or ".txt" && !Path.GetFileName(file).StartsWith("arf-", StringComparison.Ordinal))
                    Assert.True(Read(file) is null, file);
        }
    }

    private static FeedbackReport? Read(string file) => FeedbackSamples.Reader.Read(PartedMessage.Read(File.ReadAllBytes(file)));
}
