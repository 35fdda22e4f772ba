using System.Text;
using MimeKit;
using Standfast.Mail.Headers;

namespace Standfast.Tests.Mail;

public sealed class FromHeaderTests
{
    [Theory]
    [InlineData("a@example.org")]
    [InlineData("  a@example.org  ")]
    [InlineData("<a@example.org>")]
    [InlineData("A B <a@example.org>")]
    [InlineData("\"B, A\" <a@example.org>")]
    [InlineData("\"x@y.example\" <a@example.org>")]
    [InlineData("\"<x@y.example>\" <a@example.org>")]
    [InlineData("\"a \\\" <x@y.example>, \" <a@example.org>")]
    [InlineData("=?utf-8?q?=C3=A9?= <a@example.org>")]
    [InlineData("é <a@example.org>")]
    [InlineData("(comment) a@example.org")]
    [InlineData("a@example.org (A (nested) B)")]
    [InlineData("A (x@y.example, <x@y.example>) <a@example.org>")]
    [InlineData("A (paren \\) <x@y.example>) <a@example.org> (B)")]
    [InlineData("A <a@example.org>\t")]
    public void TryParse_FindsTheOneMailbox(string value)
    {
        Assert.True(FromHeader.TryParse(value, out var address, out var error), error);
        Assert.Equal("a@example.org", address.ToString());
        Assert.Null(error);
    }

    [Theory]
    [InlineData("\"a b\"@example.org", "\"a b\"@example.org")]
    [InlineData("A <\"a@b\"@example.org>", "\"a@b\"@example.org")]
    [InlineData("A <\"a>b\"@example.org>", "\"a>b\"@example.org")]
    [InlineData("A <\"a(b\"@example.org>", "\"a(b\"@example.org")]
    public void TryParse_ReadsQuotedLocalParts(string value, string expected)
    {
        Assert.True(FromHeader.TryParse(value, out var address, out var error), error);
        Assert.Equal(expected, address.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("<>")]
    [InlineData("A <>")]
    [InlineData("a@example.org, b@example.org")]
    [InlineData("<a@example.org>, <b@example.org>")]
    [InlineData("<a@example.org> <b@example.org>")]
    [InlineData("A <a@example.org> B")]
    [InlineData("b@example.net <a@example.org>")]
    [InlineData("a@example.org <>")]
    [InlineData("Group: a@example.org;")]
    [InlineData("undisclosed-recipients:;")]
    [InlineData("<@relay.example:a@example.org>")]
    [InlineData("<a@example.org")]
    [InlineData("a@example.org>")]
    [InlineData("<<a@example.org>>")]
    [InlineData("A <b <a@example.org>")]
    [InlineData("\"A <a@example.org>")]
    [InlineData("A (comment <a@example.org>")]
    [InlineData("a@example.org (comment\\)")]
    [InlineData("\"A\" a@example.org")]
    [InlineData("A a@example.org")]
    [InlineData("a@[192.0.2.1]")]
    [InlineData("a@b@example.org")]
    [InlineData("a@example.org\0")]
    // Some readers join what a comment parts, some stop at it (RFC 5322 §3.2.2: a comment stands for white space).
    [InlineData("a(comment)b@example.org")]
    [InlineData("a@exam(comment)ple.org")]
    [InlineData("a@example.org(comment).example.net")]
    public void TryParse_Refuses(string value)
    {
        Assert.False(FromHeader.TryParse(value, out var address, out var error));
        Assert.Null(address);
        Assert.NotEmpty(error);
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(11, false)]
    public void TryParse_BoundsTheDepthOfComments(int depth, bool expected) =>
        Assert.Equal(expected, FromHeader.TryParse($"{new string('(', depth)}x{new string(')', depth)} a@example.org", out _, out _));

    [Fact]
    public void TryParse_NamesWhomAnotherReaderNames_InRealMail()
    {
        var values = new List<string> { "\"B, A\" <a@example.org>", "A (x) <a@example.org>", "a@example.org (A)", "MAILER-DAEMON@example.org (Mail Delivery Subsystem)" };
        var own = values.Count;
        foreach (var (_, bytes) in PublicCorpus.Headers("spam", "bounces-sisimai/maildir", "bounces-other", "arf"))
            if (HeaderSection.TryParse(bytes, out var headers, out _) && headers.Find("From") is { } field)
                values.Add(headers.Value(field));
        var read = values.Count(value => NamesTheSame(value));
        Assert.True(read > values.Count * 0.9 && read >= own, $"{read} of {values.Count}");
    }

    [Fact]
    public void TryParse_NeverNamesSomebodyElse_HoweverTheTextIsBent()
    {
        string[] parts = ["a@example.org", "b@example.net", "<", ">", "\"", "(", ")", "\\", ",", ";", ":", " ", "A", "@", "."];
        var random = new Random(5322);
        var named = 0;
        for (var round = 0; round < 100_000; round++)
        {
            var text = new StringBuilder();
            for (var count = random.Next(1, 9); count > 0; count--) text.Append(parts[random.Next(parts.Length)]);
            if (NamesTheSame(text.ToString())) named++;
        }

        Assert.True(named > 1000, $"{named} named");
    }

    private static bool NamesTheSame(string value)
    {
        if (!FromHeader.TryParse(value, out var address, out _)) return false;
        // Where the other reader finds nothing at all there is nobody else to show.
        if (!InternetAddressList.TryParse(value, out var list)) return true;
        var other = list is [MailboxAddress one] ? one : throw new InvalidOperationException($"{value} is {list} to another reader");
        Assert.True(Standfast.Mail.EmailAddress.TryParse(other.Address, out var same) && same == address, $"{value}: {address}, {other.Address}");
        return true;
    }
}
