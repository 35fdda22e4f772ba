using Standfast.Mail;

namespace Standfast.Tests.Smtp.Server;

/// <summary>DATA: who is told what, and that exactly one of Complete and Abort is called.</summary>
public sealed class ContentTests
{
    private static readonly string[] s_opening = ["EHLO c.example", "MAIL FROM:<a@c.example>", "RCPT TO:<b@example.net>"];

    private static int Ends(SessionUnderTest session) => session.Handler.Calls.Count(call => call is "COMPLETE" or "ABORT");

    [Fact]
    public async Task Content_ComesUnstuffedAndWhole_HoweverItIsCut()
    {
        const string wire = "A: 1\r\n\r\n..\r\n...x\r\n.y\r\nlast\r\n.\r\n";
        const string content = "A: 1\r\n\r\n.\r\n..x\r\ny\r\nlast\r\n";
        for (var cut = 1; cut < wire.Length; cut++)
        {
            await using var session = await SessionUnderTest.StartAsync(commands: [.. s_opening, "DATA"]);
            await session.Peer.SendAsync(wire[..cut]);
            await session.Peer.SendAsync(wire[cut..]);
            Assert.Equal("250 2.0.0 Accepted", await session.Peer.ReadReplyAsync());
            Assert.Equal(content, session.Handler.Content);
        }
    }

    [Fact]
    public async Task Content_ComesWhole_WhenItIsManyBlocks()
    {
        await using var session = await SessionUnderTest.StartAsync(commands: [.. s_opening, "DATA"]);
        var content = string.Concat(Enumerable.Range(0, 20_000).Select(number => $".{number}\r\n"));
        await session.Peer.SendAsync(content.Replace("\r\n.", "\r\n..", StringComparison.Ordinal).Insert(0, ".") + ".\r\n");
        Assert.Equal("250 2.0.0 Accepted", await session.Peer.ReadReplyAsync());
        Assert.Equal(content, session.Handler.Content);
    }

    [Theory]
    [InlineData("")]
    [InlineData("half a line")]
    [InlineData("a line\r\n.")]
    [InlineData("a line\r\n.\r")]
    public async Task Content_IsAborted_WhenThePeerLeavesBeforeTheFinalDot(string sent)
    {
        await using var session = await SessionUnderTest.StartAsync(commands: [.. s_opening, "DATA"]);
        await session.Peer.SendAsync(sent);
        await session.Peer.EndSendingAsync();
        Assert.Empty(await session.Peer.ReadToEndAsync());
        Assert.Equal("ABORT", session.Handler.Calls[^1]);
        Assert.Equal(1, Ends(session));
        Assert.Empty(session.Faults);
    }

    [Fact]
    public async Task Data_EndsTheTransaction_WhenTheHandlerRefuses()
    {
        await using var session = await SessionUnderTest.StartAsync(
            new FakeSessionHandler { RefuseData = new SmtpReply(452, 3, 1, "No room") }, commands: s_opening);
        Assert.Equal("452 4.3.1 No room", await session.TellAsync("DATA"));
        Assert.StartsWith("503 ", await session.TellAsync("DATA"), StringComparison.Ordinal);
        Assert.StartsWith("250 ", await session.TellAsync("MAIL FROM:<a@c.example>"), StringComparison.Ordinal);
        Assert.Equal(0, Ends(session));
    }

    [Fact]
    public async Task Complete_GivesTheReply_AndEndsTheTransaction()
    {
        await using var session = await SessionUnderTest.StartAsync(
            new FakeSessionHandler { OnComplete = () => new SmtpReply(550, 7, 1, "Spam") }, commands: [.. s_opening, "DATA"]);
        Assert.Equal("550 5.7.1 Spam", await session.TellAsync("x\r\n."));
        Assert.StartsWith("503 ", await session.TellAsync("RCPT TO:<b@example.net>"), StringComparison.Ordinal);
        Assert.Equal(1, Ends(session));
    }

    [Theory]
    [InlineData("mail")]
    [InlineData("rcpt")]
    [InlineData("content")]
    public async Task HandlerThatThrows_EndsTheSession_AndTellsNoDetail(string phase)
    {
        var handler = new FakeSessionHandler
        {
            OnMail = _ => phase == "mail" ? throw new InvalidOperationException("path /etc/x") : FakeSessionHandler.Ok,
            OnRecipient = _ => phase == "rcpt" ? throw new InvalidOperationException("path /etc/x") : FakeSessionHandler.Ok,
            OnComplete = () => throw new InvalidOperationException("path /etc/x"),
        };
        await using var session = await SessionUnderTest.StartAsync(handler, commands: ["EHLO c.example"]);
        await session.Peer.SendAsync("MAIL FROM:<a@c.example>\r\nRCPT TO:<b@example.net>\r\nDATA\r\nx\r\n.\r\nNOOP\r\n");
        var replies = await session.Peer.ReadToEndAsync();
        Assert.Equal("421 4.3.0 Internal trouble, closing; try again later", replies[^1]);
        Assert.Equal(phase switch { "mail" => 1, "rcpt" => 2, _ => 4 }, replies.Count);
        Assert.Equal("path /etc/x", Assert.Single(session.Faults).Message);
        Assert.True(session.Handler.Resets > 0);
    }

    [Fact]
    public async Task Refusals_OfTheHandler_OpenNoTransaction()
    {
        await using var session = await SessionUnderTest.StartAsync(
            new FakeSessionHandler { OnMail = _ => new SmtpReply(451, 7, 1, "Later") }, commands: ["EHLO c.example"]);
        Assert.Equal("451 4.7.1 Later", await session.TellAsync("MAIL FROM:<a@c.example>"));
        Assert.StartsWith("503 ", await session.TellAsync("RCPT TO:<b@example.net>"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(421)]
    [InlineData(554)]
    public async Task Connect_RefusesWithoutGreeting(int code)
    {
        await using var session = SessionUnderTest.Start(new FakeSessionHandler { OnConnect = new SmtpReply(code, 7, 1, "Go away") });
        Assert.Equal([$"{code} {code / 100}.7.1 Go away"], await session.Peer.ReadToEndAsync());
        Assert.Equal(1, session.Handler.Resets);
    }

    [Fact]
    public async Task LongReply_IsOneReply_AndCarriesNoLineEndOfItsText()
    {
        await using var session = await SessionUnderTest.StartAsync(
            new FakeSessionHandler { OnMail = _ => new SmtpReply(250, new EnhancedStatusCode(2, 1, 0), "one\r\n250 two", "three") }, commands: ["EHLO c.example"]);
        Assert.Equal("250-2.1.0 one  250 two\n250 2.1.0 three", await session.TellAsync("MAIL FROM:<a@c.example>"));
    }

    [Fact]
    public async Task ManyPipelinedCommands_AreAllAnswered_WhenTheLineHoldsFewReplies()
    {
        await using var session = SessionUnderTest.Start(capacity: 4096);
        var sending = session.Peer.SendAsync("HELO c.example\r\n" + string.Concat(Enumerable.Repeat("NOOP\r\n", 20_000)) + "QUIT\r\n");
        Assert.Equal(20_003, (await session.Peer.ReadToEndAsync()).Count);
        await sending;
    }
}
