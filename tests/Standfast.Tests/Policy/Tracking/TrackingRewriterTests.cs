using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using MimeKit;
using Standfast.Mail;
using Standfast.Policy.Tracking;

namespace Standfast.Tests.Policy.Tracking;

public sealed partial class TrackingRewriterTests
{
    private const string Html = "Content-Type: text/html; charset=utf-8\n";

    [Fact]
    public void Links_LeadOverUs_ToWhereTheyLed_AndAnImageShowsAnOpen()
    {
        var body = TrackedMail.Rewrite(TrackedMail.Of(Html, "<html><body><p>Hi <a class='x' href=\"https://shop.example.org/sale?a=1&amp;b=2#c\">look</a> <A HREF='http://other.example/'>there</A></p></body></html>\n"))!;
        Assert.Equal(["https://shop.example.org/sale?a=1&b=2#c", "http://other.example/"], Links(body).Select(link => link.Url));
        Assert.All(Links(body), link => Assert.Equal(("ann@example.net", (byte)2), (link.Address.Value, link.Links)));
        var image = Assert.Single(ImagePattern().Matches(body)).Groups[1].Value;
        Assert.True(TrackedMail.Tokens.TryRead(image, out var open));
        Assert.Equal("", open.Url);
        Assert.True(body.IndexOf("/o/", StringComparison.Ordinal) < body.IndexOf("</body>", StringComparison.Ordinal));
        Assert.DoesNotContain("ann@", body, StringComparison.OrdinalIgnoreCase);
        Assert.All(body.Split("\r\n"), line => Assert.InRange(line.Length, 0, 998));
    }

    // What is left as it is.
    [Theory]
    [InlineData("<a href=\"https://mail.example.org/u/abc\">leave</a>")]
    [InlineData("<a href=\"https://link.example.org/l/abc\">again</a>")]
    [InlineData("<a href=\"mailto:me@example.org\">write</a>")]
    [InlineData("<a href=\"javascript:alert(1)\">run</a>")]
    [InlineData("<a href=\"/relative\">here</a>")]
    [InlineData("<a href=https://example.org>unquoted</a>")]
    [InlineData("<a href=\"https://example.org/\">https://example.org/</a>")]
    [InlineData("<a href=\"https://example.org/\"><b>www.example</b>.org</a>")]
    [InlineData("<!-- <a href=\"https://example.org/\">x</a> -->")]
    [InlineData("<abbr href=\"https://example.org/\">x</abbr>")]
    [InlineData("<a name=\"x\" href=\"https://example.org/\"")]
    public void SomeLinks_StayAsTheyAre(string html)
    {
        var body = TrackedMail.Rewrite(TrackedMail.Of(Html, html + "\n"));
        Assert.Contains(html, body, StringComparison.Ordinal);
        Assert.Empty(Links(body!));
    }

    [Theory]
    [InlineData("quoted-printable")]
    [InlineData("base64")]
    [InlineData("8bit")]
    public void PartsOfAMultipart_KeepTheirEncoding_AndAllElse(string encoding)
    {
        const string Letter = "<p>Grüße, <a href=\"https://shop.example.org/ä\">hier</a> und <a href=\"https://shop.example.org/b\">dort</a></p>";
        var encoded = encoding switch
        {
            "base64" => Convert.ToBase64String(Encoding.UTF8.GetBytes(Letter), Base64FormattingOptions.InsertLineBreaks),
            "quoted-printable" => string.Concat(Encoding.UTF8.GetBytes(Letter).Select(octet => octet is >= 32 and < 127 and not (byte)'=' ? ((char)octet).ToString() : string.Create(CultureInfo.InvariantCulture, $"={octet:X2}"))).Replace(" ", " =\n", StringComparison.Ordinal),
            _ => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(Letter)),
        };
        var message = TrackedMail.Of(
            "MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n",
            $"--b\nContent-Type: text/plain\n\nhttps://shop.example.org/b\n--b\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: {encoding}\n\n{encoded}\n--b--\n");
        var body = TrackedMail.Rewrite(message)!;
        using var stream = new MemoryStream([.. Encoding.ASCII.GetBytes("MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n"), .. Encoding.Latin1.GetBytes(body)]);
        var parsed = MimeMessage.Load(stream, TestContext.Current.CancellationToken);
        Assert.Equal("https://shop.example.org/b", parsed.TextBody!.Trim());
        Assert.Contains("Grüße", parsed.HtmlBody!, StringComparison.Ordinal);
        Assert.Equal(["https://shop.example.org/b"], Links(parsed.HtmlBody!).Select(link => link.Url));
        Assert.Contains("href=\"https://shop.example.org/ä\"", parsed.HtmlBody!, StringComparison.Ordinal);
        Assert.All(body.Split("\r\n"), line => Assert.InRange(line.Length, 0, 998));
    }

    [Theory]
    [InlineData(Html, "transactional", "ann@example.net")]
    [InlineData(Html, "bulk", "ann@example.net bob@example.net")]
    [InlineData(Html + "DKIM-Signature: v=1\n", "bulk", "ann@example.net")]
    [InlineData("Content-Type: text/plain\n", "bulk", "ann@example.net")]
    [InlineData("", "bulk", "ann@example.net")]
    [InlineData("Content-Type: text/html; charset=utf-16\n", "bulk", "ann@example.net")]
    [InlineData("Content-Type: multipart/signed; boundary=b\n", "bulk", "ann@example.net")]
    [InlineData("Content-Type: application/pkcs7-mime\n", "bulk", "ann@example.net")]
    public void MailThatIsNotTracked_IsNotTouched(string fields, string stream, string recipients) =>
        Assert.Null(TrackedMail.Rewrite(TrackedMail.Of(fields, "<p><a href=\"https://example.org/\">x</a></p>\n", recipients.Split(' ')), StreamName.Parse(stream)));

    [Fact]
    public void SignedPart_InsideOfAMultipart_LeavesAllAsItIs() => Assert.Null(TrackedMail.Rewrite(TrackedMail.Of(
        "Content-Type: multipart/mixed; boundary=a\n",
        "--a\nContent-Type: multipart/signed; boundary=b\n\n--b\nContent-Type: text/html\n\n<a href=\"https://example.org/\">x</a>\n--b\nContent-Type: application/pgp-signature\n\nsig\n--b--\n--a--\n")));

    [Fact]
    public void AnyHtml_IsRewrittenWithoutHarm()
    {
        var random = new Random(11);
        string[] pieces = ["<a ", "href", "=", "\"", "'", "https://example.org/", ">", "<!--", "-->", "</a>", " ", "\n", "x", "</body>", "<A\tHREF='http://e.example'>", "&#x22;", "é"];
        for (var round = 0; round < 5_000; round++)
        {
            var html = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => pieces[random.Next(pieces.Length)])) + "\n";
            var body = TrackedMail.Rewrite(TrackedMail.Of("Content-Type: text/html; charset=iso-8859-1\n", html))!;
            // All that is not ours is still there, in its order.
            var rest = OwnPattern().Replace(ImagePattern().Replace(body, ""), "");
            Assert.True(rest.Length <= html.ReplaceLineEndings("\r\n").Length + 8, $"{html} -> {body}");
        }
    }

    private static List<TrackedLink> Links(string body) =>
        [.. LinkPattern().Matches(body).Select(match => TrackedMail.Tokens.TryRead(match.Groups[1].Value, out var link) ? link : throw new InvalidOperationException("not a token of ours"))];

    [GeneratedRegex("href=\"https://link.example.org/l/([A-Za-z0-9_-]{60,})\"")]
    private static partial Regex LinkPattern();

    [GeneratedRegex("\r\nhref=\"https://link.example.org/l/([A-Za-z0-9_-]{60,})\"\r\n")]
    private static partial Regex OwnPattern();

    [GeneratedRegex("\r\n<img src=\"https://link.example.org/o/([A-Za-z0-9_-]+)\" width=\"1\" height=\"1\" alt=\"\">\r\n")]
    private static partial Regex ImagePattern();
}
