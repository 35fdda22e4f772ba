using System.Text;
using CsCheck;
using Standfast.Policy.Content;
using Standfast.Policy.Content.Mime;

namespace Standfast.Tests.Policy.Content;

public sealed class MessageViewTests
{
    private const string Nested = """
        From: a@example.org
        Subject: =?iso-8859-1?Q?Gr=FC=DFe?=
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="out er"

        preamble
        --out er
        Content-Type: multipart/alternative; boundary=in

        --in
        Content-Type: text/plain; charset=iso-8859-1
        Content-Transfer-Encoding: quoted-printable

        Gr=FC=DFe =
        an alle
        --in
        Content-Type: text/html; charset=utf-8
        Content-Transfer-Encoding: base64

        PHA+R3LDvMOfZTwvcD48YSBocmVmPSJodHRwOi8vRXhhbXBsZS5PUkcuL3giPmhlcmU8L2E+
        --in--
        --out er
        Content-Type: application/pdf; name="=?utf-8?B?UmVjaG51bmcucGRm?="
        Content-Transfer-Encoding: base64
        Content-Disposition: attachment

        JVBERg==
        --out er
        Content-Type: message/rfc822

        Subject: inner
        Content-Type: multipart/mixed; boundary=deep

        --deep
        Content-Type: application/zip
        Content-Disposition: attachment; filename*0*=utf-8''a%20; filename*1=b.zip

        PK
        --deep--
        --out er--
        epilogue
        """;

    [Fact]
    public void Parse_ShowsTextsLinksAndAttachments_OfAnyDepth()
    {
        var view = ContentSamples.View(Nested);
        Assert.Equal(("Grüße", "Grüße an alle", "Grüße\nhere"), (view.Subject, view.Text, view.VisibleText));
        Assert.Equal([new LinkView("http://Example.ORG./x", "here", "example.org")], view.Links);
        Assert.Equal(["Rechnung.pdf application/pdf False", " message/rfc822 False", "a b.zip application/zip True"], view.Attachments.Select(one => $"{one.FileName} {one.ContentType} {one.IsNested}"));
        Assert.Equal("%PDF", Encoding.ASCII.GetString(view.Attachments[0].Content.Span));
        Assert.Equal("PK", Encoding.ASCII.GetString(view.Attachments[2].Content.Span));
        Assert.StartsWith("Subject: inner\r\n", Encoding.ASCII.GetString(view.Attachments[1].Content.Span), StringComparison.Ordinal);
        Assert.Equal((MimeFaults.None, false), (view.Faults, view.IsTruncated));
    }

    [Fact]
    public void Parse_StopsAtItsBounds()
    {
        var deep = new StringBuilder();
        for (var level = 0; level < 40; level++) deep.Append($"Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n");
        Assert.True(ContentSamples.View(deep + "\ntext").IsTruncated);
        var many = ContentSamples.View($"Content-Type: multipart/mixed; boundary=b\n\n{string.Concat(Enumerable.Repeat("--b\nContent-Type: image/png\n\nx\n", 1_000))}--b--\n");
        Assert.Equal((MessageView.MaxParts, true), (many.Attachments.Count, many.IsTruncated));
        var large = ContentSamples.View("Subject: a\n\n" + new string('x', 3 * MessageView.MaxTextOctets));
        Assert.Equal((MessageView.MaxTextOctets, true), (large.Text.Length, large.IsTruncated));
        Assert.True(ContentSamples.View("\n" + string.Concat(Enumerable.Repeat("http://a.example/ ", 3_000))).IsTruncated);
        Assert.False(ContentSamples.View("Subject: a\n\nshort").IsTruncated);
    }

    [Fact]
    public void Parse_OpensAnAttachedMessage_ThatIsEncodedAgainstTheRules()
    {
        var inner = Convert.ToBase64String(ContentSamples.Bytes("Content-Type: application/x-msdownload; name=a.exe\n\nMZ"));
        var view = ContentSamples.View($"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n{inner}\n--b--\n");
        Assert.Equal(["", "a.exe"], view.Attachments.Select(one => one.FileName));
    }

    [Theory]
    [InlineData("Content-Type: text/plain; charset=koi8-r\nContent-Transfer-Encoding: base64\n\n8NLJ18XU", "Привет")]
    [InlineData("Content-Type: text/plain; charset=shift_jis\nContent-Transfer-Encoding: base64\n\nk/qWew==", "日本")]
    [InlineData("Content-Type: text/plain; charset=gb2312\nContent-Transfer-Encoding: base64\n\nxOO6ww==", "你好")]
    [InlineData("Content-Type: text/plain; charset=\"UTF-8\"\nContent-Transfer-Encoding: quoted-printable\n\n=E2=82=AC", "€")]
    [InlineData("Content-Type: text/plain; charset=nonsense\nContent-Transfer-Encoding: quoted-printable\n\n=E2=82=AC", "€")]
    [InlineData("Content-Type: nonsense\n\nplain", "plain")]
    [InlineData("Content-Type: multipart/mixed\n\nplain", "plain")]
    public void Text_IsDecodedByItsCharset(string message, string text) => Assert.Equal(text, ContentSamples.View(message).Text);

    /// <summary>A megabyte each: what takes the square of its length takes minutes.</summary>
    [Theory]
    [InlineData("Content-Type: text/html\n\n", "<")]
    [InlineData("Content-Type: text/html\n\n", "<a ")]
    [InlineData("Content-Type: text/html\n\n", "<a href='x")]
    [InlineData("Content-Type: text/html\n\n", "<div></p>")]
    [InlineData("Content-Type: text/html\n\n", "<!--")]
    [InlineData("Content-Type: text/html\n\n", "&amp;&#x")]
    [InlineData("Content-Type: text/html\n\n", "<script></scrip>")]
    [InlineData("Content-Type: text/html\n\n<a", " b='")]
    [InlineData("\n", "http://")]
    [InlineData("\n>", "see attached ")]
    [InlineData("\n", "{{a ")]
    [InlineData("Subject: ", "=?utf-8?q?a?= ")]
    [InlineData("Content-Type: multipart/mixed; boundary=", "a; b")]
    [InlineData("Content-Type: multipart/mixed; boundary=a\n\n", "\n--")]
    [InlineData("Content-Type: multipart/mixed; boundary=a\n\n", "\n--a\nContent-Type: multipart/mixed; boundary=a\n\n")]
    [InlineData("Content-Transfer-Encoding: base64\n\n", "A=B?")]
    [InlineData("From: ", "(\"<,")]
    public void Parse_TakesNoLonger_ThanTheMessageIs(string begin, string repeated)
    {
        var content = ContentSamples.Bytes(begin + string.Concat(Enumerable.Repeat(repeated, 1_000_000 / repeated.Length)));
        var start = TimeProvider.System.GetTimestamp();
        ContentSamples.Judge(content, isBulk: true);
        Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Parse_NeverThrows_WhateverTheBytesAre()
    {
        var seeds = new[] { Nested, "Subject: a\n\n<a href=x", "Content-Type: text/html\n\n<p style='color:#fff;background:rgb(1,2,3)'>x</p><!-- <a href=\"http://x", "Content-Type: text/plain; charset=iso-2022-jp\n\n\u001b$B$3$s\u001b(B" }.Select(ContentSamples.Bytes).ToArray();
        var pieces = new[] { "--in", "\r\n\r\n", "Content-Type: multipart/mixed; boundary=", "=?utf-8?B?", "filename*1*=utf-8''%", "<a href='", "&#x", ";charset=utf-7", "message/rfc822", "\0", "\"", "(", "style=\"display:none" }.Select(Encoding.ASCII.GetBytes).ToArray();
        Gen.Select(Gen.Int[0, seeds.Length - 1], Gen.Select(Gen.Int[0, 4], Gen.Int[0, 2_000], Gen.Int[0, 255]).List[0, 12]).Sample(
            (seed, edits) =>
            {
                var bytes = seeds[seed].ToList();
                foreach (var (kind, position, value) in edits)
                {
                    var at = position % (bytes.Count + 1);
                    if (kind == 0) bytes.Insert(at, (byte)value);
                    else if (kind == 1 && at < bytes.Count) bytes[at] = (byte)value;
                    else if (kind == 2) bytes.RemoveRange(at, Math.Min(value, bytes.Count - at));
                    else if (kind == 3) bytes.InsertRange(at, pieces[value % pieces.Length]);
                    else bytes.InsertRange(at, bytes.GetRange(0, Math.Min(value, bytes.Count)));
                }

                var content = bytes.ToArray();
                var view = MessageView.Parse(content);
                foreach (var attachment in view.Attachments) Assert.True(attachment.Content.Length <= content.Length);
                ContentSamples.Judge(content, isBulk: true);
            },
            iter: 4_000);
    }
}
