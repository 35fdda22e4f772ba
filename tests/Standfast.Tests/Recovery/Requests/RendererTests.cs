using System.Text;
using AngleSharp.Html.Parser;
using MimeKit;
using Standfast.Recovery.Requests;
using Standfast.Recovery.Requests.Rendering;
using static Standfast.Tests.Recovery.Requests.RequestSamples;

namespace Standfast.Tests.Recovery.Requests;

public sealed class RendererTests
{
    private const string Hostile = "<script>alert(1)</script> | `x` **b** [l](http://e.test) ```\n# no heading";

    private static readonly RequestDocument s_hostile = new(Hostile, [new RequestBlock.Heading(2, Hostile), new RequestBlock.Paragraph(Hostile), new RequestBlock.Bullets([Hostile]), new RequestBlock.Table(["a", "b"], [[Hostile, "2"]]), new RequestBlock.Verbatim(Hostile, Hostile)]);

    [Fact]
    public void Markdown_ObeysNothingOfOthers()
    {
        var text = MarkdownRenderer.Render(new RequestDocument("T", [new RequestBlock.Paragraph("<b> *x* [l](u)\n# h"), new RequestBlock.Bullets(["a|b"]), new RequestBlock.Table(["h", "i"], [["1|2", "3\n4"]]), new RequestBlock.Verbatim("L", "a ``` b\n\n")]));
        Assert.Equal("# T\n\n\\<b\\> \\*x\\* \\[l\\](u)  \n\\# h\n\n* a\\|b\n\n| h | i |\n| --- | --- |\n| 1\\|2 | 3 4 |\n\n**L**\n\n````\na ``` b\n````\n", text);
    }

    [Fact]
    public void Html_IsOnePage_ThatLoadsNothing_AndShowsTextAsItIs()
    {
        var page = new HtmlParser().ParseDocument(HtmlRenderer.Render(s_hostile));
        Assert.Empty(page.QuerySelectorAll("script, link, img, iframe, [src], [href], [onclick]"));
        Assert.Equal(Hostile.Replace('\n', ' '), page.Title);
        Assert.Equal(Hostile, page.QuerySelector("pre")!.TextContent);
        Assert.Equal(Hostile, page.QuerySelector("td")!.TextContent);
        var style = page.QuerySelector("style")!.TextContent;
        Assert.Contains("prefers-color-scheme: dark", style, StringComparison.Ordinal);
        Assert.Contains("@media print", style, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", style, StringComparison.Ordinal);
        Assert.Equal("en", page.DocumentElement.GetAttribute("lang"));
    }

    [Fact]
    public void Eml_IsADraftOfTheLetter_WithTheEvidence()
    {
        var octets = EmlRenderer.Render(Draft(Facts, "apple"));
        Assert.DoesNotContain(octets, one => one > 127);
        Assert.DoesNotContain("\n", Encoding.ASCII.GetString(octets).Replace("\r\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.All(Encoding.ASCII.GetString(octets).Split("\r\n"), line => Assert.True(line.Length <= 998));
        using var message = MimeMessage.Load(new MemoryStream(octets), TestContext.Current.CancellationToken);
        Assert.Equal("icloudadmin@apple.com", ((MailboxAddress)message.To.Single()).Address);
        Assert.Equal(("Anna Berg, operations", "anna@shop.test"), (((MailboxAddress)message.From.Single()).Name, ((MailboxAddress)message.From.Single()).Address));
        Assert.Equal("Mail refused: 203.0.113.7 (INC-7)", message.Subject);
        Assert.Equal(("1", Now), (message.Headers["X-Unsent"], message.Date));
        Assert.Equal(Draft(Facts, "apple").Letter, message.TextBody!.ReplaceLineEndings("\n"));
        var evidence = Assert.IsType<TextPart>(Assert.Single(message.Attachments));
        Assert.Equal(("INC-7-evidence.md", "text/markdown"), (evidence.FileName, evidence.ContentType.MimeType));
        Assert.Contains("| attempts | 12,000 | 400 |", evidence.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("anna@kunde", evidence.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Eml_OfAnUnknownSender_HasNoFrom_AndKeepsAForm_WithoutTo()
    {
        using var message = MimeMessage.Load(new MemoryStream(EmlRenderer.Render(Draft(new RequestFacts(Block, Now), "outlook"))), TestContext.Current.CancellationToken);
        Assert.Empty(message.From);
        Assert.Empty(message.To);
    }

    [Fact]
    public void Pdf_IsWellFormed_WithEveryLine_OnItsPages()
    {
        var file = Encoding.ASCII.GetString(PdfRenderer.Render(RequestPages.ForCounterparty(Draft(Facts, "outlook"))));
        Assert.StartsWith("%PDF-1.4\n", file, StringComparison.Ordinal);
        Assert.EndsWith("%%EOF\n", file, StringComparison.Ordinal);
        var start = int.Parse(file.Split("startxref\n")[1].Split('\n')[0], null);
        Assert.Equal("xref", file.Substring(start, 4));
        var entries = file[start..].Split('\n').Skip(3).TakeWhile(line => line.EndsWith(" n ", StringComparison.Ordinal)).ToList();
        for (var index = 0; index < entries.Count; index++) Assert.StartsWith($"{index + 1} 0 obj\n", file[int.Parse(entries[index][..10], null)..], StringComparison.Ordinal);
        foreach (var stream in file.Split("<< /Length ").Skip(1)) Assert.Equal("endstream", stream.Split("stream\n", 2)[1].Substring(int.Parse(stream.Split(' ')[0], null), 9));
        Assert.Contains("(\\(S3140\\)) Tj", file.Replace("kunde.test ", "(", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("?\\363d? Shop GmbH", file, StringComparison.Ordinal);
        Assert.Contains("A question mark may stand for a letter", file, StringComparison.Ordinal);
    }

    [Fact]
    public void Pdf_TurnsThePage_AndBreaksWordsThatAreTooWide()
    {
        var long_ = Encoding.ASCII.GetString(PdfRenderer.Render(new RequestDocument("T", [.. Enumerable.Range(0, 200).Select(number => new RequestBlock.Paragraph($"line {number}")), new RequestBlock.Verbatim("L", new string('x', 500))])));
        Assert.True(long_.Split("/Type /Page ").Length > 4);
        Assert.DoesNotContain(new string('x', 100), long_, StringComparison.Ordinal);
        Assert.Equal(500, long_.Split("(x")[1..].Sum(part => 1 + part.TakeWhile(one => one == 'x').Count()));
        Assert.DoesNotContain("question mark", long_, StringComparison.Ordinal);
    }

    [Fact]
    public void Pdf_LeavesNoTitle_AtTheEndOfAPage()
    {
        RequestBlock[] titles = [new RequestBlock.Heading(2, "Evidence"), new RequestBlock.Heading(3, "Figures"), new RequestBlock.Table(["what", "before"], [["attempts", "12"], ["refused", "3"]]), new RequestBlock.Verbatim("Their words", "550 no\n550 no"), new RequestBlock.Heading(2, "Timeline"), new RequestBlock.Bullets(["12:00 opened"])];
        for (var lines = 20; lines < 60; lines++)
        {
            var file = Encoding.ASCII.GetString(PdfRenderer.Render(new RequestDocument("T", [.. Enumerable.Range(0, lines).Select(number => new RequestBlock.Paragraph($"line {number}")), .. titles])));
            foreach (var page in file.Split("stream\n").Where(part => part.StartsWith("BT", StringComparison.Ordinal))) Assert.DoesNotContain("/F2 ", page.Split("BT ")[^1], StringComparison.Ordinal);
        }
    }
}
