using Standfast.Policy.Content;

namespace Standfast.Tests.Policy.Content;

public sealed class HtmlReaderTests
{
    [Theory]
    [InlineData("<p>One<p>Two", "One\nTwo")]
    [InlineData("a <b>bold</b>  word<br>next &amp; last", "a bold word\nnext & last")]
    [InlineData("<style>p{color:red}</style><script>var a = '<p>';</script>x", "x")]
    [InlineData("<head><title>T</title></head><body>x</body>", "x")]
    [InlineData("x<!-- hidden <p> -->y<![if !mso]>z<![endif]>", "xyz")]
    [InlineData("1 < 2 and 3 > 2", "1 < 2 and 3 > 2")]
    [InlineData("<table><tr><td>a<td>b</table>", "a b")]
    [InlineData("<img alt='>' src=x>after", "after")]
    [InlineData("<p title=\"a>b\">x</p>", "x")]
    [InlineData("<div style='display:none'>a<div>b</div></div>c", "c")]
    [InlineData("<p hidden>a</p>b", "b")]
    [InlineData("<body bgcolor=white><font color=white>a</font>b", "b")]
    [InlineData("<div style='background:#000'><span style='color:#fff'>a</span></div>", "a")]
    [InlineData("<div style='background:url(x.png)'><span style='color:#fff'>a</span></div>", "a")]
    [InlineData("<div class=dark><span style='color:#fff'>a</span></div>", "a")]
    [InlineData("<span style='FONT-SIZE: 0PX'>a</span>b", "b")]
    [InlineData("<span style='font-size:10px'>a</span>b", "ab")]
    [InlineData("<span style='color:rgb(254, 254, 254)'>a</span>b", "b")]
    [InlineData("<div style='max-height:0;overflow:hidden'>a</div>b", "b")]
    [InlineData("<textarea>a</textarea>b", "ab")]
    [InlineData("<!-->x", "x")]
    [InlineData("<a", "")]
    public void VisibleText_IsWhatABrowserShows(string html, string text) => Assert.Equal(text, ContentSamples.ViewOfHtml(html).VisibleText.Trim());

    [Theory]
    [InlineData("<a href=' https://Example.org/ '>x <b>y</b></a>", "https://Example.org/", "x y", "example.org")]
    [InlineData("<a href=//example.org/a>x</a>", "//example.org/a", "x", "example.org")]
    [InlineData("<a href='https:\\\\example.org'>x</a>", "https:\\\\example.org", "x", "example.org")]
    [InlineData("<a href='ht\ntps://exa\tmple.org'>x</a>", "ht\r\ntps://exa\tmple.org", "x", "example.org")]
    [InlineData("<a href='https://a@b@example.org:8443/'>x</a>", "https://a@b@example.org:8443/", "x", "example.org")]
    [InlineData("<a href='https://%65xample.org/'>x</a>", "https://%65xample.org/", "x", "example.org")]
    [InlineData("<a href='https://ｅxample。org/'>x</a>", "https://ｅxample。org/", "x", "example.org")]
    [InlineData("<a href='https://xn--bcher-kva.example/'>x</a>", "https://xn--bcher-kva.example/", "x", "bücher.example")]
    [InlineData("<a href='https://xn--/'>x</a>", "https://xn--/", "x", "xn--")]
    [InlineData("<a href='mailto:a@example.org'>x</a>", "mailto:a@example.org", "x", null)]
    [InlineData("<a href='/path'>x</a>", "/path", "x", null)]
    [InlineData("<a href='http://[2001:db8::1]/'>x</a>", "http://[2001:db8::1]/", "x", "[2001:db8::1]")]
    [InlineData("<A HREF=http://example.org>x<a href=b>", "http://example.org", "x", "example.org")]
    [InlineData("<area href=http://example.org>", "http://example.org", "", "example.org")]
    public void Link_HasTargetTextAndHost(string html, string href, string text, string? host) => Assert.Equal(new LinkView(href, text, host), ContentSamples.ViewOfHtml(html).Links[0]);

    [Theory]
    [InlineData("see https://example.org/a, or (http://example.net/b).", "https://example.org/a http://example.net/b")]
    [InlineData("<HTTPS://EXAMPLE.ORG/A>", "HTTPS://EXAMPLE.ORG/A")]
    [InlineData("no link: http:// and ftp-like a://b", "")]
    public void PlainText_HasLinksToo(string text, string links) => Assert.Equal(links, string.Join(' ', ContentSamples.View($"Subject: a\n\n{text}").Links.Select(link => link.Href)));

    [Fact]
    public void Pictures_AreCounted_WithoutThoseNobodySees()
    {
        var view = ContentSamples.ViewOfHtml("<img src=a><img src=b width=1 height=1><img src=c style='display:none'><IMG SRC=d width=600>");
        Assert.Equal(2, view.Images);
    }
}
