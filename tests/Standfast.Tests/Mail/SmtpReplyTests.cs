using System.Globalization;
using System.Text.RegularExpressions;
using Standfast.Mail;

namespace Standfast.Tests.Mail;

public sealed partial class SmtpReplyTests
{
    [Theory]
    [InlineData(250, 5)]
    [InlineData(550, 4)]
    [InlineData(354, 2)]
    public void New_Refuses_CodesOfTwoClasses(int code, byte enhancedClass) =>
        Assert.Throws<ArgumentException>(() => new SmtpReply(code, new EnhancedStatusCode(enhancedClass, 0, 0), "text"));

    [Theory]
    [InlineData(199)]
    [InlineData(600)]
    public void New_Refuses_ACodeThatIsNone(int code) => Assert.Throws<ArgumentOutOfRangeException>(() => new SmtpReply(code, null, "text"));

    [Theory]
    [InlineData(250, true, false, false)]
    [InlineData(354, true, false, false)]
    [InlineData(400, false, true, false)]
    [InlineData(499, false, true, false)]
    [InlineData(500, false, false, true)]
    [InlineData(599, false, false, true)]
    public void Class_IsExactlyOne(int code, bool positive, bool transient, bool permanent)
    {
        var reply = new SmtpReply(code, null, "text");
        Assert.Equal((positive, transient, permanent), (reply.IsPositive, reply.IsTransient, reply.IsPermanent));
    }

    [Fact]
    public void Lines_AreNeverNone() => Assert.Equal([""], new SmtpReply(250, null).Lines);

    [Fact]
    public void ToString_IsOneLine() => Assert.Equal("550 5.1.1 No such user Ask again", new SmtpReply(550, new EnhancedStatusCode(5, 1, 1), "No such user", "Ask again").ToString());

    [Theory]
    [InlineData(550, "5.1.1 No such user", "5.1.1", "No such user")]
    [InlineData(550, "5.1.1", "5.1.1", "")]
    [InlineData(550, "5.1.1  No such user", "5.1.1", "No such user")]
    [InlineData(550, "4.1.1 No such user", null, "4.1.1 No such user")]
    [InlineData(550, "No such user", null, "No such user")]
    [InlineData(550, "5.1.1: No such user", null, "5.1.1: No such user")]
    [InlineData(550, "", null, "")]
    [InlineData(550, "5.01.001 No such user", "5.1.1", "No such user")]
    public void FromPeer_ReadsTheEnhancedCode_WhenItAgrees(int code, string text, string? enhanced, string line)
    {
        var reply = SmtpReply.FromPeer(code, [text]);
        Assert.Equal((enhanced, line), (reply.Enhanced?.ToString(), Assert.Single(reply.Lines)));
    }

    [Fact]
    public void FromPeer_TakesTheEnhancedCodeOffEveryLine_AndNothingElse() => Assert.Equal(
        ["first", "second", "5.1.10 is another", "plain", ""],
        SmtpReply.FromPeer(550, ["5.1.1 first", "5.1.1 second", "5.1.10 is another", "plain", "5.1.1"]).Lines);

    [Fact]
    public void FromPeer_ReadsRepliesOfTheWild()
    {
        var texts = new List<string> { "550 5.2.1 Mailbox unavailable.", "421-4.7.0 Try again later", "452 4.2.2", "550 <a@b>: 5.1.1", "250 ok", "554-5.7.1 [2001:db8::1] refused" };
        if (PublicCorpus.Find("replies/replies.tsv") is { } path) texts.AddRange(File.ReadLines(path).Skip(1).Select(line => line.Split('\t')[2]));
        var read = 0;
        foreach (var match in texts.Select(text => ReplyLine().Match(text)).Where(match => match.Success))
        {
            var code = int.Parse(match.Groups["code"].Value, CultureInfo.InvariantCulture);
            var text = match.Groups["text"].Value;
            var reply = SmtpReply.FromPeer(code, [text]);
            var enhanced = match.Groups["enhanced"].Value;
            Assert.Equal(enhanced.Length > 0 && enhanced[0] - '0' == code / 100 ? enhanced : null, reply.Enhanced?.ToString());
            Assert.EndsWith(reply.Lines[0], text, StringComparison.Ordinal);
            read++;
        }

        Assert.True(read >= (texts.Count > 6 ? 300 : 6), $"{read} replies");
    }

    [GeneratedRegex(@"^(?<code>[245]\d\d)[ -](?<text>(?<enhanced>(?:[245]\.\d{1,3}\.\d{1,3})(?![^ ]))?.*)$")]
    private static partial Regex ReplyLine();
}
