using System.Text;
using Standfast.Policy.Content.Rules;

namespace Standfast.Tests.Policy.Content;

/// <summary>Each rule with a message that breaks it and one that nearly does.</summary>
public sealed class RuleTests
{
    private const string Bulk = "b";

    /// <summary>Rule, whether the message breaks it, stream, fields beside From, body.</summary>
    [Theory]
    [InlineData("SF-4001", true, Bulk, "Subject: Re: our last talk", "Buy now.")]
    [InlineData("SF-4001", true, "", "Subject: AW: unser Termin", "Guten Tag.")]
    [InlineData("SF-4001", true, "", "Subject: Re[2]: offer", "Hello.")]
    [InlineData("SF-4001", true, "", "Subject: 回复：发票", "您好。")]
    [InlineData("SF-4001", true, "", "Subject: =?utf-8?B?UmU6IGhlbGxv?=", "Hello.")]
    [InlineData("SF-4001", true, "", "Subject: [news] Fwd: offer", "Hello.")]
    [InlineData("SF-4001", false, Bulk, "Subject: Re: our last talk\nIn-Reply-To: <1@example.net>", "As I said.")]
    [InlineData("SF-4001", false, "", "Subject: Re: our last talk", "Yes.\n\n> Shall we?")]
    [InlineData("SF-4001", false, "", "Subject: Fwd: offer", "See below.\n\n---------- Forwarded message ----------\nFrom: you")]
    [InlineData("SF-4001", false, Bulk, "Subject: Report: our year", "Figures.")]
    [InlineData("SF-4001", false, Bulk, "Subject: React: the new release", "Text.")]
    [InlineData("SF-4002", true, Bulk, "Subject: Your account has been suspended", "Text.")]
    [InlineData("SF-4002", true, Bulk, "Subject: Letzte Mahnung", "Text.")]
    [InlineData("SF-4002", false, "", "Subject: Your account has been suspended", "Text.")]
    [InlineData("SF-4002", false, Bulk, "Subject: Account news of March", "Text.")]
    [InlineData("SF-4003", true, "", "Subject: Invoice attached", "Text.")]
    [InlineData("SF-4003", false, "", "Subject: Your invoice", "Text.")]
    [InlineData("SF-4004", true, "", "Subject: BUY NOW AND SAVE MONEY", "Text.")]
    [InlineData("SF-4004", false, "", "Subject: NATO and UNESCO news of the WHO", "Text.")]
    [InlineData("SF-4004", false, "", "Subject: HTTPS", "Text.")]
    [InlineData("SF-4005", true, "", "Subject: =?utf-8?Q?P=D0=B0ypal?= news", "Text.")]
    [InlineData("SF-4005", false, "", "Subject: =?utf-8?B?0J/RgNC40LLQtdGCIGZyb20gUGFyaXM=?=", "Text.")]
    [InlineData("SF-4006", true, "", "Subject: =?utf-8?Q?lot=E2=80=8Btery?=", "Text.")]
    [InlineData("SF-4006", false, "", "Subject: =?utf-8?B?8J+RqOKAjfCfkanigI3wn5GnIGZhbWlseQ==?=", "Text.")]
    [InlineData("SF-4007", true, "", "Subject: =?utf-8?Q?bill=E2=80=AEfdp=2Eexe?=", "Text.")]
    [InlineData("SF-4007", false, "", "Subject: =?utf-8?B?16nXnNeV150g4oCPV29ybGQ=?=", "Text.")]
    [InlineData("SF-4008", true, Bulk, "Subject: ", "Text.")]
    [InlineData("SF-4008", false, "", "", "Text.")]
    [InlineData("SF-4009", true, "", "Subject: Now!!!", "Text.")]
    [InlineData("SF-4009", false, "", "Subject: Now!", "Text.")]
    [InlineData("SF-4021", true, "", "Subject: a\nSubject: b", "Text.")]
    [InlineData("SF-4021", true, "", "Date: Mon, 02 Mar 2026 10:00:00 +0000\ndate: Mon, 02 Mar 2026 11:00:00 +0000", "Text.")]
    [InlineData("SF-4021", false, "", "Received: a\nReceived: b\nComments: c\nComments: d", "Text.")]
    [InlineData("SF-4030", true, "", "Date: yesterday", "Text.")]
    [InlineData("SF-4030", false, "", "Date: Mon, 2 Mar 2026 05:00:00 -0500 (EST)", "Text.")]
    [InlineData("SF-4031", true, "", "Date: Sat, 28 Feb 2026 08:00:00 +0000", "Text.")]
    [InlineData("SF-4031", true, "", "Date: Wed, 04 Mar 2026 10:00:00 +0000", "Text.")]
    [InlineData("SF-4031", false, "", "Date: Sun, 01 Mar 2026 10:30:00 +0000", "Text.")]
    [InlineData("SF-4031", false, "", "Date: Sun, 01 Feb 2026 10:30:00 +0000\nResent-Date: Mon, 02 Mar 2026 10:00:00 +0000", "Text.")]
    [InlineData("SF-4032", true, "", "Message-ID: 17@example.org", "Text.")]
    [InlineData("SF-4032", true, "", "Message-ID: <17>", "Text.")]
    [InlineData("SF-4032", false, "", "Message-ID: <20260302.17@example.org>", "Text.")]
    [InlineData("SF-4032", false, "", "Message-ID: <17@cronhost>", "Text.")]
    [InlineData("SF-4033", true, "", "Message-ID: <CAF=x@mail.gmail.com>", "Text.")]
    [InlineData("SF-4033", false, "", "Received: from mail-x.google.com by us\nMessage-ID: <CAF=x@mail.gmail.com>", "Text.")]
    [InlineData("SF-4040", true, "", "Subject: Grüße", "Text.")]
    [InlineData("SF-4040", false, "", "Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=", "Text.")]
    [InlineData("SF-4043", true, "", "Subject: =?utf-8?B?R3LDvMOf", "Text.")]
    [InlineData("SF-4043", true, "", "Subject: =?utf-8?X?abc?=", "Text.")]
    [InlineData("SF-4043", false, "", "Subject: What is x=?", "Text.")]
    [InlineData("SF-4044", true, "", "Content-Type: text/plain", "Text.")]
    [InlineData("SF-4044", false, "", "MIME-Version: 1.0\nContent-Type: text/plain", "Text.")]
    [InlineData("SF-4046", true, "", "MIME-Version: 1.0\nContent-Type: multipart/mixed", "Text.")]
    [InlineData("SF-4046", true, "", "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x", "Text.")]
    [InlineData("SF-4046", true, "", "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x", "--x\n\nText.\n")]
    [InlineData("SF-4046", true, "", "MIME-Version: 1.0\nContent-Transfer-Encoding: base64", "This is no base64 at all!")]
    [InlineData("SF-4046", true, "", "MIME-Version: 1.0\nContent-Transfer-Encoding: quoted-printable", "a = b")]
    [InlineData("SF-4046", true, "", "MIME-Version: 1.0\nContent-Transfer-Encoding: rot13", "Text.")]
    [InlineData("SF-4046", true, "", "MIME-Version: 1.0\nContent-Type: text/plain; charset=klingon", "Text.")]
    [InlineData("SF-4046", false, "", "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x", "--x\n\nText.\n--x--\n")]
    [InlineData("SF-4046", false, "", "MIME-Version: 1.0\nContent-Transfer-Encoding: base64", "VGV4dC4=\n")]
    [InlineData("SF-4050", true, Bulk, "Subject: News", "Text without a place.")]
    [InlineData("SF-4050", false, Bulk, "Subject: News", "Text.\n\nMusterfirma GmbH, Hafenstraße 7, 20457 Hamburg")]
    [InlineData("SF-4050", false, Bulk, "Subject: News", "Text.\n\nExemple SARL, 12 rue de la Paix, 75002 Paris")]
    [InlineData("SF-4050", false, Bulk, "Subject: News", "Text.\n\nP.O. Box 17, Springfield")]
    [InlineData("SF-4050", false, "", "Subject: News", "Text without a place.")]
    [InlineData("SF-4051", true, Bulk, "Subject: News", "Text.")]
    [InlineData("SF-4051", false, Bulk, "Subject: News", "Text. Hier abmelden: https://example.org/u")]
    [InlineData("SF-4052", true, Bulk, "Subject: News", "Text. Your Company, 123 Main Street, Anytown")]
    [InlineData("SF-4052", false, Bulk, "Subject: News", "Text. Example, 45 Main Street, Salem")]
    [InlineData("SF-4053", true, Bulk, "Subject: Hello {{first_name}}", "Text.")]
    [InlineData("SF-4053", true, Bulk, "Subject: Hello", "Dear *|FNAME|*, ...")]
    [InlineData("SF-4053", false, Bulk, "Subject: Hello", "Prices {in euros}, 100%% sure, a[[1]] = 2")]
    [InlineData("SF-4054", true, "", "Subject: Report", "Please find attached the report.")]
    [InlineData("SF-4054", false, "", "Subject: Report\nIn-Reply-To: <1@example.net>", "Thank you.\n\n> Please find attached the report.")]
    public void Rule_FiresOnWhatBreaksIt_AndOnNothingElse(string id, bool breaks, string stream, string fields, string body)
    {
        var report = ContentSamples.Judge(fields, body, stream == Bulk);
        Assert.True(ContentSamples.Ids(report).Contains(id) == breaks, $"found: {string.Join("; ", report.Findings)}");
    }

    [Theory]
    [InlineData("SF-4020", true, "a@example.org, b@example.org")]
    [InlineData("SF-4020", true, "Friends: a@example.org;")]
    [InlineData("SF-4020", true, "no address")]
    [InlineData("SF-4020", false, "\"Shop, the\" <a@example.org>")]
    [InlineData("SF-4022", true, "Shop <example.shop@gmail.com>")]
    [InlineData("SF-4022", false, "Shop <shop@gmail.com.example.org>")]
    [InlineData("SF-4023", true, "\"service@paypal.com\" <a@example.org>")]
    [InlineData("SF-4023", true, "a@example.org (service@paypal.com)")]
    [InlineData("SF-4023", false, "\"a@mail.example.org\" <a@example.org>")]
    [InlineData("SF-4023", false, "\"Ana @ Example\" <a@example.org>")]
    [InlineData("SF-4024", true, "=?utf-8?Q?Example_=E2=9C=85?= <a@example.org>")]
    [InlineData("SF-4024", false, "=?utf-8?Q?Example_=E2=AD=90?= <a@example.org>")]
    [InlineData("SF-4025", true, "\"Re: Anna\" <a@example.org>")]
    [InlineData("SF-4025", false, "\"Rena Re\" <a@example.org>")]
    [InlineData("SF-4026", true, "a@xn--80ak6aa92e.com")]
    [InlineData("SF-4026", true, "a@xn--pypal-4ve.com")]
    [InlineData("SF-4026", false, "a@xn--mnchen-3ya.de")]
    [InlineData("SF-4026", false, "a@xn--e1afmkfd.xn--p1ai")]
    [InlineData("SF-4027", true, "=?utf-8?Q?P=D0=B0ypal?= <a@example.org>")]
    [InlineData("SF-4027", false, "=?utf-8?B?0JDQvdC90LA=?= <a@example.org>")]
    [InlineData("SF-4028", true, "=?utf-8?Q?Pay=E2=80=8Bpal?= <a@example.org>")]
    [InlineData("SF-4028", false, "=?utf-8?Q?J=C3=B6rg?= <a@example.org>")]
    public void FromRule_FiresOnWhatBreaksIt_AndOnNothingElse(string id, bool breaks, string from)
    {
        var report = ContentSamples.Judge("Subject: Hello", from: from);
        Assert.True(ContentSamples.Ids(report).Contains(id) == breaks, $"found: {string.Join("; ", report.Findings)}");
    }

    [Theory]
    [InlineData("SF-4060", false, "")]
    [InlineData("SF-4061", true, "<img src=a.png width=600 height=400>")]
    [InlineData("SF-4061", false, "<img src=a.png><p>Here is enough text to know what the picture shows to readers.</p>")]
    [InlineData("SF-4062", true, "<p>Hello</p><div style='display:none'>#WORDS</div>")]
    [InlineData("SF-4062", true, "<p>Hello</p><font color='#ffffff'>#WORDS</font>")]
    [InlineData("SF-4062", true, "<p>Hello</p><span style='font-size:0px'>#WORDS</span>")]
    [InlineData("SF-4062", false, "<table bgcolor='#003366'><tr><td><font color='#ffffff'>#WORDS</font></td></tr></table>")]
    [InlineData("SF-4062", false, "<div style='display:none;max-height:0;overflow:hidden'>What you find in this issue: news, events and a word of the editor</div><p>#WORDS</p>")]
    [InlineData("SF-4062", false, "<div style='display:none' class=mobile>#WORDS</div><p>#WORDS</p>")]
    [InlineData("SF-4063", true, "<p>p&#8203;a&#8203;y&#8203;p&#8203;a&#8203;l</p>")]
    [InlineData("SF-4063", false, "<p>https://&#8203;example&#8203;.org, preview&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;</p>")]
    [InlineData("SF-4065", true, "<form action='https://example.org'><input type=password></form>")]
    [InlineData("SF-4065", false, "<form action='https://example.org'><input type=text></form>")]
    [InlineData("SF-4066", true, "<form action='https://example.org'><input type=text></form>")]
    [InlineData("SF-4067", true, "<p onclick='alert(1)'>Hi</p>")]
    [InlineData("SF-4067", true, "<meta http-equiv=refresh content='0;url=https://example.org'>")]
    [InlineData("SF-4067", false, "<p>Turn it on=off</p>")]
    [InlineData("SF-4070", true, "<a href='https://bit.ly/x'>Offer</a>")]
    [InlineData("SF-4070", false, "<a href='https://rabbit.ly/x'>Offer</a>")]
    [InlineData("SF-4071", true, "<a href='https://evil.example.net/'>www.paypal.com</a>")]
    [InlineData("SF-4071", true, "<a href='https://evil.example.net/'>https://paypal.com/signin</a>")]
    [InlineData("SF-4071", false, "<a href='https://click.example.org/1'>www.example.org</a>")]
    [InlineData("SF-4071", false, "<a href='https://www.example.co.uk/'>example.co.uk</a>")]
    [InlineData("SF-4071", false, "<a href='https://evil.example.net/'>See paypal.com for more</a>")]
    [InlineData("SF-4071", false, "<a href='https://example.net/readme'>readme.txt</a>")]
    [InlineData("SF-4072", true, "<a href='http://203.0.113.7/x'>Offer</a>")]
    [InlineData("SF-4072", true, "<a href='http://3405803783/x'>Offer</a>")]
    [InlineData("SF-4072", false, "<a href='http://7.example.org/x'>Offer</a>")]
    [InlineData("SF-4073", true, "<a href='https://paypal.com@evil.example.net/'>Offer</a>")]
    [InlineData("SF-4073", false, "<a href='https://example.org/@name'>Offer</a>")]
    [InlineData("SF-4074", true, "<a href='https://xn--80ak6aa92e.com/'>Offer</a>")]
    [InlineData("SF-4074", true, "<a href='https://pаypal.com/'>Offer</a>")]
    [InlineData("SF-4074", false, "<a href='https://bücher.example/'>Offer</a>")]
    [InlineData("SF-4075", true, "<a href='javascript:alert(1)'>Offer</a>")]
    [InlineData("SF-4075", true, "<a href='java&#115;cript&colon;alert(1)'>Offer</a>")]
    [InlineData("SF-4075", false, "<a href='mailto:a@example.org'>Write</a><a href='tel:+441'>Call</a><a href='#top'>Up</a>")]
    [InlineData("SF-4076", true, "<a href='http://localhost:8080/x'>Offer</a>")]
    [InlineData("SF-4076", false, "<a href='https://localhost.example.org/'>Offer</a>")]
    public void HtmlRule_FiresOnWhatBreaksIt_AndOnNothingElse(string id, bool breaks, string html)
    {
        var words = string.Join(' ', Enumerable.Range(0, 90).Select(number => $"word{(char)('a' + (number % 26))}{(char)('a' + (number / 26))}x"));
        var report = ContentSamples.Judge("Subject: Hello\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8", html.Replace("#WORDS", words, StringComparison.Ordinal), isBulk: true);
        Assert.True(ContentSamples.Ids(report).Contains(id) == breaks, $"found: {string.Join("; ", report.Findings)}");
    }

    [Theory]
    [InlineData("https://click.example.net/1", "www.example.org", 2)]
    [InlineData("https://click.example.org/1", "www.example.com", 2)]
    [InlineData("https://click.example.net/1", "www.example.com", 5)]
    public void ForeignLink_WeighsLess_WhereTheSenderShowsOrUsesHisOwnName(string href, string text, int points)
    {
        var report = ContentSamples.Judge("Subject: Hello\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8", $"<a href='{href}'>{text}</a>", isBulk: true);
        Assert.Equal(points, Assert.Single(report.Findings, finding => finding.Id == "SF-4071").Points);
    }

    [Theory]
    [InlineData("setup.exe", "SF-4080")]
    [InlineData("run.JS", "SF-4080")]
    [InlineData("report.pdf", "")]
    [InlineData("exe", "")]
    [InlineData("report\u202Efdp.exe", "SF-4081,SF-4080")]
    public void Attachment_IsJudgedByItsName(string name, string ids)
    {
        var encoded = Uri.EscapeDataString(name);
        var report = ContentSamples.Judge("Subject: Hello\nMIME-Version: 1.0\nContent-Type: application/octet-stream", $"x", from: "a@example.org");
        Assert.Empty(report.Findings);
        report = ContentSamples.Judge($"Subject: Hello\nMIME-Version: 1.0\nContent-Type: application/octet-stream\nContent-Disposition: attachment; filename*=utf-8''{encoded}", "x");
        Assert.Equal(ids, string.Join(',', ContentSamples.Ids(report)));
    }

    [Fact]
    public void Structure_IsJudgedByItsLines()
    {
        var line = new string('x', 999);
        Assert.Contains("SF-4042", ContentSamples.Ids(ContentSamples.Judge("Subject: a", line)));
        Assert.DoesNotContain("SF-4042", ContentSamples.Ids(ContentSamples.Judge("Subject: a", line[1..] + "\n" + line[1..] + "\n")));
        Assert.Contains("SF-4041", ContentSamples.Ids(ContentSamples.Judge($"Subject: {line}")));
        Assert.DoesNotContain("SF-4041", ContentSamples.Ids(ContentSamples.Judge($"Subject: {line[10..]}")));
        Assert.Contains("SF-4047", ContentSamples.Ids(ContentSamples.Judge(string.Concat(Enumerable.Repeat($"X-A: {line[9..]}\n", 70)))));
        Assert.DoesNotContain("SF-4047", ContentSamples.Ids(ContentSamples.Judge(string.Concat(Enumerable.Repeat($"X-A: {line[9..]}\n", 10)))));
        Assert.Contains("SF-4048", ContentSamples.Ids(ContentSamples.Judge("Subject: a", "x\0y")));
        Assert.Contains("SF-4049", ContentSamples.Ids(ContentSamples.Judge("Subject: a\0b")));
        Assert.Contains("SF-4045", ContentSamples.Ids(ContentSamples.Judge(Encoding.ASCII.GetBytes("From: a@example.org\r\n\r\nx\ny\r\n"))));
        Assert.DoesNotContain("SF-4045", ContentSamples.Ids(ContentSamples.Judge(Encoding.ASCII.GetBytes("From: a@example.org\r\n\r\nx\r\ny\r\n"))));
    }

    [Fact]
    public void TextAndHtml_AreCompared()
    {
        string Words(char first, int count) => string.Join(' ', Enumerable.Range(0, count).Select(number => $"{first}word{(char)('a' + number)}"));
        ContentReport Both(string text, string html) => ContentSamples.Judge(
            "Subject: a\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=x", $"--x\n\n{text}\n--x\nContent-Type: text/html\n\n<p>{html}</p>\n--x--\n");
        Assert.Contains("SF-4060", ContentSamples.Ids(Both(Words('a', 26), Words('b', 26))));
        Assert.DoesNotContain("SF-4060", ContentSamples.Ids(Both(Words('a', 26), $"{Words('b', 10)} {Words('a', 20)}")));
        Assert.Contains("SF-4064", ContentSamples.Ids(ContentSamples.Judge("Subject: a\nMIME-Version: 1.0\nContent-Type: text/html", "<p>x</p>", isBulk: true)));
    }

    [Theory]
    [InlineData("Subject: a", "A line of text.\n")]
    [InlineData("Subject: test 17\nTo: someone@example.net", "x")]
    [InlineData("", "x\n")]
    public void PlainHonestMail_ScoresNothing(string fields, string body)
    {
        var report = ContentSamples.Judge(fields, body);
        Assert.Equal((ContentVerdict.Clean, 0), (report.Verdict, report.Score));
    }

    [Fact]
    public void Lists_AreWhole()
    {
        var (_, mistakes) = ContentLists.ReadFolder(Path.Combine(Path.GetTempPath(), "no-such-folder"));
        Assert.Single(mistakes);
        Assert.Contains("bit.ly", ContentSamples.Lists.Shorteners.AsEnumerable());
        Assert.Contains("gmail.com", ContentSamples.Lists.FreeMail.AsEnumerable());
    }
}
