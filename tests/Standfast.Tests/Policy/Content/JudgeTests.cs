using AngleSharp.Html.Parser;
using MimeKit;
using Standfast.Mail.Headers;
using Standfast.Policy.Content;
using Standfast.Policy.Content.Rules;
using Standfast.Tests.Architecture;
using Standfast.Tests.Mail;

namespace Standfast.Tests.Policy.Content;

/// <summary>What other readers make of the same messages: MimeKit of their parts, AngleSharp of their HTML.</summary>
public sealed class JudgeTests
{
    private static readonly string[] s_corpora = ["spam/spamassassin-public", "spam/csdmc2010", "spam/phishing-pot", "spam/spamassassin-t"];

    [Fact]
    public void Parts_AreThose_ThatMimeKitFinds()
    {
        var (same, all) = (0, 0);
        foreach (var content in Messages())
        {
            using var message = Load(content);
            if (message is null) continue;
            var theirs = message.BodyParts.Where(part => part is not TextPart { IsAttachment: false } text || !(text.IsPlain || text.IsHtml)).Select(part => part is MimePart leaf ? leaf.FileName ?? "" : "").ToList();
            var ours = MessageView.Parse(content).Attachments.Where(part => !part.IsNested).Select(part => part.FileName).ToList();
            all++;
            if (theirs.SequenceEqual(ours)) same++;
        }

        Assert.True(all > 30 && same >= all * 0.97, $"{same} of {all}");
    }

    [Fact]
    public void Links_AreThose_ThatAngleSharpFinds()
    {
        var (found, all) = (0, 0);
        foreach (var content in Messages())
        {
            var view = MessageView.Parse(content);
            if (view.Html.Length == 0) continue;
            using var document = new HtmlParser().ParseDocument(view.Html);
            var ours = view.Links.Select(link => link.Href).ToHashSet();
            foreach (var link in document.QuerySelectorAll("a[href]").Take(900))
            {
                all++;
                if (ours.Contains(link.GetAttribute("href")!.Trim())) found++;
            }
        }

        Assert.True(all > 5 && found >= all * 0.99, $"{found} of {all}");
    }

    [Fact]
    public void Words_AreThose_ThatAngleSharpShows_HiddenOnesApart()
    {
        var (found, all) = (0, 0);
        foreach (var content in Messages())
        {
            var view = MessageView.Parse(content);
            if (view.Html.Length == 0) continue;
            using var document = new HtmlParser().ParseDocument(view.Html);
            foreach (var element in document.QuerySelectorAll("script,style,head,title,template,noframes,noembed,iframe").ToList()) element.Remove();
            var theirs = WordSet.Of(document.Body?.TextContent);
            all += theirs.Count;
            found += theirs.Count - theirs.CountOutside(WordSet.Of($"{view.VisibleText} {view.HiddenText}"));
        }

        Assert.True(all > 50 && found >= all * 0.98, $"{found} of {all}");
    }

    /// <summary>Who writes From oddly (attack "composition kills"): what the rules let pass names for MimeKit whom it names for us, and nobody else.</summary>
    [Theory]
    [InlineData("a@example.org", true)]
    [InlineData("\"b@example.net\" <a@example.org>", true)]
    [InlineData("a@example.org (b@example.net)", true)]
    [InlineData("(b@example.net) a@example.org", true)]
    [InlineData("a@example.org, b@example.net", false)]
    [InlineData("<a@example.org>, <b@example.net>", false)]
    [InlineData("<a@example.org>:<b@example.net>", false)]
    [InlineData("<a@example.org><b@example.net>", false)]
    [InlineData("<b@example.net,a@example.org>", false)]
    [InlineData("<@b.example.net:a@example.org>", false)]
    [InlineData("<@b.example.net,@c.example.net:a@example.org>", false)]
    [InlineData("b@example.net:a@example.org", false)]
    [InlineData("g:a@example.org,b@example.net;", false)]
    [InlineData("g:;", false)]
    [InlineData("b@example.net <a@example.org>", false)]
    [InlineData("a@example.org\0b@example.net", false)]
    [InlineData("a@example.org <b@example.net>", false)]
    [InlineData("\"a@example.org> \" <b@example.net> <a@example.org>", false)]
    [InlineData("=?utf-8?Q?b=40example.net?= <a@example.org>", true)]
    [InlineData("=?utf-8?Q?b=40example.net=3E_=3C?= <a@example.org>", true)]
    [InlineData("=?utf-8?Q?a=40example.org?=", false)]
    [InlineData("=?utf-8?Q?=3Ca=40example.org=3E?= b@example.net", false)]
    [InlineData("a@example.org;b@example.net", false)]
    [InlineData("a@example.org b@example.net", false)]
    [InlineData("<a@example.org\" <b@example.net>", false)]
    [InlineData("<(b@example.net>) a@example.org>", true)]
    [InlineData("<a@(b)example.org>", false)]
    [InlineData("a%b.example.net@example.org", true)]
    [InlineData("\"a@example.org\"@example.net", true)]
    [InlineData("a@example.org\t", true)]
    [InlineData("a@example.org.", false)]
    [InlineData("a@[192.0.2.1]", false)]
    [InlineData("<>", false)]
    [InlineData("a", false)]
    public void OddFrom_IsRefused_OrNamesOneForAll(string from, bool passes)
    {
        var content = ContentSamples.Bytes($"From: {from}\nSubject: Hello\n\nText.\n");
        var report = ContentSamples.Judge(content);
        Assert.Equal(passes, report.Verdict != ContentVerdict.Refused);
        if (!passes) return;
        Assert.True(FromHeader.TryParse(from, out var ours, out _));
        using var message = MimeMessage.Load(new MemoryStream(content), TestContext.Current.CancellationToken);
        Assert.Equal(ours.ToString(), Assert.Single(message.From.Mailboxes).Address);
    }

    [Theory]
    [InlineData("From: a@example.org\nFrom: b@example.net")]
    [InlineData("From: a@example.org\nfrom : b@example.net")]
    [InlineData("From : a@example.org\nFROM: b@example.net")]
    [InlineData("From: a@example.org\nSender: a@example.org\nSender: b@example.net")]
    [InlineData("From: a@example.org\nSubject: a\n\tSubject: b\nSubject: c")]
    [InlineData(" From: b@example.net\nFrom: a@example.org")]
    [InlineData("From: a@example.org\nX\nFrom: b@example.net")]
    [InlineData("From\u00a0: a@example.org")]
    [InlineData("From\0: b@example.net\nFrom: a@example.org")]
    [InlineData("Subject: a")]
    public void OddHeader_IsRefused(string header) => Assert.Equal(ContentVerdict.Refused, ContentSamples.Judge(ContentSamples.Bytes($"{header}\n\nText.\n")).Verdict);

    private static MimeMessage? Load(byte[] content)
    {
        try
        {
            return MimeMessage.Load(new MemoryStream(content), TestContext.Current.CancellationToken);
        }
        catch (FormatException)
        {
            return null; // It has no Try form.
        }
    }

    private static IEnumerable<byte[]> Messages()
    {
        var folders = s_corpora.Select(PublicCorpus.Find).OfType<string>().Prepend(Path.Combine(Repository.Root, "tests", "Standfast.Tests", "Policy", "Content", "Fixtures", "Honest"));
        foreach (var file in folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)).Order(StringComparer.Ordinal))
        {
            ReadOnlyMemory<byte> content = File.ReadAllBytes(file);
            if (content.Span.StartsWith("From "u8)) content = content[(content.Span.IndexOf((byte)'\n') + 1)..];
            yield return LineEnds.Restore(content).ToArray();
        }
    }
}
