using Standfast.Policy.Checks;

namespace Standfast.Tests.Policy.Phishing;

public sealed class PhishingAnalysisTests
{
    // A link each: what it is to be taken for, and how sure.
    [Theory]
    [InlineData("<a href='https://paypa1.com/'>Open</a>", "SF-5102", "Hold")]
    [InlineData("<a href='https://pаypal.com/'>Open</a>", "SF-5102", "Refuse")]
    [InlineData("<a href='https://xn--pypal-4ve.com/'>Open</a>", "SF-5102", "Refuse")]
    [InlineData("<a href='https://rnicrosoft.com/'>Open</a>", "SF-5102", "Hold")]
    [InlineData("<a href='https://paypal.com.account.example.net/'>Open</a>", "SF-5102", "Hold")]
    [InlineData("<a href='https://gіthub-news.example/'>Open</a>", "SF-5102", "Hold")]
    [InlineData("<a href='https://paypal-login.example/'>Open</a>", "SF-5103", "Hold")]
    [InlineData("<a href='https://paypal.example/'>Open</a>", "SF-5103", "Note")]
    [InlineData("<a href='https://amazom.com/'>Open</a>", "SF-5103", "Note")]
    [InlineData("<a href='https://evil.example/'>www.paypal.com</a>", "SF-5101", "Hold")]
    [InlineData("<a href='https://evil.example/'>https://other.example/page</a>", "SF-5101", "")]
    [InlineData("<a href='data:text/html;base64,PGgxPg=='>Open</a>", "SF-5107", "Refuse")]
    [InlineData("<a href='https://www.paypal.com@evil.example/'>Open</a>", "SF-5107", "Refuse")]
    [InlineData("<a href='http://3627734734/'>Open</a>", "SF-5107", "Refuse")]
    [InlineData("<a href='http://0xd8.0x3a.0xd6.0xce/'>Open</a>", "SF-5107", "Refuse")]
    [InlineData("<a href='http://198.51.100.7/'>Open</a>", "SF-5107", "Note")]
    [InlineData("<a href='https://www.google.com/url?q=https://evil.example/x'>Open</a>", "SF-5108", "Note")]
    [InlineData("<form action='https://evil.example/'><input name=a><input type=\"password\"></form>", "SF-5106", "Refuse")]
    [InlineData("<form action='https://evil.example/'><input name=a></form>", "SF-5106", "")]
    public void Link_IsAsSuspiciousAsItLooks(string html, string id, string action)
    {
        var verdict = PhishingCases.Judge(html);
        Assert.Equal((id, action), (verdict.Signs[0].Id, verdict.Action.ToString()));
    }

    // Near misses: what honest mail looks like.
    [Theory]
    [InlineData("<a href='https://shop.example/reset?t=1'>Reset your password</a> Verify your account within 24 hours, or it will be closed.")]
    [InlineData("<a href='https://click.shop.example/1'>www.shop.example</a>")]
    [InlineData("<a href='https://click.shop.example/1'>facebook.com/shop</a>")]
    [InlineData("<a href='https://www.paypal.com/invoice/1'>Pay by PayPal</a>")]
    [InlineData("<a href='https://www.paypal.de/'>www.paypal.com</a>")]
    [InlineData("<a href='https://www.amazon.co.jp/'>Amazon</a>")]
    [InlineData("<a href='https://münchen.example/'>Stadt</a> <a href='https://xn--mnchen-3ya.example/'>Stadt</a>")]
    [InlineData("<a href='https://пример.example/'>Пример</a> <a href='https://例え.example/'>例え</a>")]
    [InlineData("<a href='http://192.168.1.5:3000/d/1'>Dashboard</a> <a href='http://127.0.0.1/'>here</a>")]
    [InlineData("<a href='https://shop.example/go?url=https://shop.example/a'>Open</a>")]
    [InlineData("<a href='https://www.google.com/url?q=https://shop.example/a'>Open</a>")]
    [InlineData("<a href='https://orangejuice.example/'>Juice</a> <a href='https://pineapple.example/'>Fruit</a> <a href='https://uberlegen.example/'>x</a>")]
    [InlineData("<a href='mailto:a@shop.example'>a@shop.example</a> <a href='tel:+491'>call</a> <a href='#top'>top</a> <a href=''>x</a> <a href='::'>x</a>")]
    [InlineData("<a href='https://shop.example/'>Invoice 3.2019.pdf</a> <a href='https://docs.example/'>report.pdf</a>")]
    public void HonestMail_HasNoSign(string html)
    {
        var verdict = PhishingCases.Judge(html, subject: html.Contains("shop.example", StringComparison.Ordinal) ? "Your PayPal payment to The Shop" : "News");
        Assert.True(verdict.Action is null, string.Join("; ", verdict.Signs));
    }

    [Theory]
    [InlineData("PayPal Support", "Your account has been limited", "Hold")]
    [InlineData("PayPal", "Hello", "Hold")]
    [InlineData("Ρаyрal", "Hello", "Hold")]
    [InlineData("C̷a̷rref̷our", "Hello", "Hold")]
    [InlineData("service@paypal.com", "Hello", "Hold")]
    [InlineData("Chase Online Banking", "Hello", "Note")]
    [InlineData("Chase Miller", "Hello", null)]
    [InlineData("The Shop", "Hello", null)]
    [InlineData("Anna Schmidt (The Shop)", "Hello", null)]
    public void SendersName_ClaimsABrand(string name, string subject, string? action) =>
        Assert.Equal(action, PhishingCases.Judge("<a href='https://unknown.example/x'>Open</a>", name: name, subject: subject).Action?.ToString());

    [Fact]
    public void BrandsOwnMail_MayCallItselfSo()
    {
        var verdict = PhishingCases.Judge("<a href='https://www.paypal.com/'>www.paypal.com</a> Verify your account", "service@paypal.com", "PayPal Support", "Your PayPal account");
        Assert.Equal([], verdict.Signs);
    }

    [Fact]
    public void OtherDomainOfTheAccount_IsNoStranger()
    {
        const string Body = "<a href='https://login.other.example/'>Confirm your password</a>";
        Assert.Equal("SF-5105", PhishingCases.Judge(Body).Signs[0].Id);
        Assert.Equal([], PhishingCases.Judge(Body, alsoOwn: "other.example").Signs);
    }

    [Theory]
    [InlineData("invoice.html", "text/html", "<form action='https://evil.example'><input type='password'></form>", "Refuse")]
    [InlineData("invoice.htm", "application/octet-stream", "<script>document.write(unescape('%3Cform'))</script>", "Refuse")]
    [InlineData("scan.html", "text/html", "<script>window.location='https://evil.example'</script>", "Hold")]
    [InlineData("scan.html", "text/html", "<meta http-equiv=\"refresh\" content=\"0;url=https://evil.example\">", "Hold")]
    [InlineData("picture.svg", "image/svg+xml", "<svg onload=\"location='https://evil.example'\"/>", "Refuse")]
    [InlineData("form.html", "text/html", "<form><input name=a></form>", "Hold")]
    [InlineData("report.html", "text/html", "<h1>Report</h1><table><tr><td>1</td></tr></table>", null)]
    [InlineData("report.html", "text/html", "<h1>Report</h1><script>sort(table)</script>", null)]
    [InlineData("logo.svg", "image/svg+xml", "<svg><path d='M0 0'/></svg>", null)]
    [InlineData("notes.txt", "text/plain", "<input type=password>", null)]
    public void AttachedPage_IsJudgedByWhatItDoes(string file, string type, string content, string? action) =>
        Assert.Equal(action, PhishingCases.Judge(PhishingCases.Attached(file, type, content), type: "multipart/mixed; boundary=b").Action?.ToString());

    [Theory]
    [InlineData("a@paypa1.com", "Refuse")]
    [InlineData("a@xn--pypal-4ve.com", "Refuse")]
    [InlineData("a@paypal-support.example", "Note")]
    [InlineData("a@sparkasse-koeln.example", null)]
    [InlineData("a@amazone.example", "Note")]
    [InlineData("a@example.org", null)]
    public void SendersDomain_LooksLikeABrand(string from, string? action) => Assert.Equal(action, PhishingCases.Judge("Hello", from, type: "text/plain").Action?.ToString());

    [Fact]
    public void MailboxWarning_ByASpeakerForTheReadersOwnDomain_IsHeld()
    {
        var verdict = PhishingCases.Judge(
            "Your password for reader.example will expire today. <a href='https://bafybei.ipfs.dweb.link/x'>Keep same password</a> Action required within 24 hours.", name: "IT Helpdesk", subject: "reader.example password notification");
        Assert.Equal(GuardAction.Note, verdict.Action);
        Assert.Equal(5, verdict.Points);
    }

    [Fact]
    public void Bait_IsBounded_HoweverManyLinks()
    {
        var links = string.Concat(Enumerable.Range(0, 5_000).Select(number => $"<a href='https://h{number}.example/'>{number}</a>"));
        Assert.Null(PhishingCases.Judge(links + "<a href='https://paypa1.com/'>x</a>").Action);
    }
}
