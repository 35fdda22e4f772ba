using Standfast.Reputation.Classification;

namespace Standfast.Tests.Reputation.Classification;

public sealed class ReplyTextTests
{
    [Theory]
    [InlineData("550 5.1.1 no such user", "550 5.1.1 no such user")]
    [InlineData("550-5.1.1 The account that you tried\r\n550-5.1.1 to reach does not exist.\r\n550 5.1.1 Bye", "550 5.1.1 The account that you tried to reach does not exist. Bye")]
    [InlineData("550-5.1.1 The account that you tried 550-5.1.1 to reach 550 5.1.1 Bye", "550 5.1.1 The account that you tried to reach Bye")]
    [InlineData("550-one\n550 two", "550 one two")]
    [InlineData("  421 \t too   many \0 connections ", "421 too many connections")]
    [InlineData("550 quota of 550 messages", "550 quota of 550 messages")]
    [InlineData("User unknown", "User unknown")]
    [InlineData("550", "550")]
    [InlineData("", "")]
    public void Normalize_MakesOneLine(string reply, string line) => Assert.Equal(line, ReplyText.Normalize(reply));

    [Fact]
    public void Normalize_IsBounded() => Assert.InRange(ReplyText.Normalize(new string('x', 1_000_000)).Length, 1, ReplyText.MaxLength);

    [Theory]
    [InlineData("host mx.example[192.0.2.1] said: 550 5.1.1 no", "550 5.1.1 no")]
    [InlineData("(reason: 553 sorry)", "553 sorry)")]
    [InlineData("<<< 421 busy", "421 busy")]
    [InlineData("550 no", "550 no")]
    [InlineData("delivered in 550 ms", null)]
    [InlineData("the limit is 500 messages", null)]
    public void IndexOfReply_FindsTheCode(string text, string? reply) => Assert.Equal(reply, ReplyText.IndexOfReply(text) is >= 0 and var start ? text[start..] : null);
}
