using Standfast.Mail;
using Standfast.Smtp.Client;

namespace Standfast.Tests.Smtp.Client;

/// <summary>A transaction that is opened with the end of the one before (RFC 2920 §3.1).</summary>
public sealed class AheadTests
{
    private const string First = "C: MAIL FROM:<>\nC: RCPT TO:<a@x.example>\nC: DATA\nS: 250\nS: 250\nS: 354\nC: x\n";
    private const string Ahead = "C: .\nC: MAIL FROM:<>\nC: RCPT TO:<b@x.example>\nC: DATA\nquiet\n";

    private static readonly EmailAddress[] s_next = [EmailAddress.Parse("b@x.example")];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("S: 250 one\nS: 250\nS: 250\nS: 354\nC: y\nC: .\nS: 250 two", "250 one", "content: 250 two")]
    [InlineData("S: 550 5.7.1 no\nS: 250\nS: 250\nS: 354\nC: y\nC: .\nS: 250 two", "550 5.7.1 no", "content: 250 two")]
    [InlineData("S: 250 one\nS: 451 later\nS: 503\nS: 503", "250 one", "mail: 451 later")]
    [InlineData("S: 250 one\nS: 250\nS: 550 5.1.1 nobody\nS: 554", "250 one", "rcpt: 550 5.1.1 nobody")]
    [InlineData("S: 250 one\nS: 250\nS: 250\nS: 452 full", "250 one", "data: 452 full")]
    // It took DATA with nobody to have it.
    [InlineData("S: 250 one\nS: 250\nS: 550 5.1.1 nobody\nS: 354\nC: .\nS: 554", "250 one", "rcpt: 550 5.1.1 nobody")]
    public async Task Next_IsOpenedWithTheEnd_AndAnsweredInItsTurn(string script, string first, string second)
    {
        var client = await ClientUnderTest.StartAsync("PIPELINING");
        var playing = client.PlayAsync(First + Ahead + script);
        ClientTransaction? next = null;
        var replies = await SendAsync(client, "a@x.example", "x\r\n", () => (next = new ClientTransaction(client.Connection)).Open(ReversePath.Null, s_next, false, 3));
        Assert.Equal(first, replies[0].Reply.ToString());
        Assert.True(next!.HasOffered);
        Assert.False(next.HasStarted);
        replies = await TextPeer.SoonAsync(next.SendAsync(ReversePath.Null, s_next, false, 3, ClientUnderTest.Pieces("y\r\n"), () => Task.CompletedTask, Stop));
        await playing;
        Assert.Equal(second, $"{replies[0].Phase}: {replies[0].Reply}");
        Assert.True(next.HasStarted);
    }

    [Fact]
    public async Task Connection_GoesOnAsUsual_AfterIt()
    {
        var client = await ClientUnderTest.StartAsync("PIPELINING");
        var playing = client.PlayAsync(First + Ahead + "S: 250 one\nS: 250\nS: 250\nS: 354\nC: y\nC: .\nS: 250 two");
        ClientTransaction? next = null;
        await SendAsync(client, "a@x.example", "x\r\n", () => (next = new ClientTransaction(client.Connection)).Open(ReversePath.Null, s_next, false, 3));
        await TextPeer.SoonAsync(next!.SendAsync(ReversePath.Null, s_next, false, 3, ClientUnderTest.Pieces("y\r\n"), () => Task.CompletedTask, Stop));
        await playing;
        playing = client.PlayAsync(First + "C: .\nquiet\nS: 250 three\nC: QUIT");
        Assert.Equal("250 three", (await SendAsync(client, "a@x.example", "x\r\n", null))[0].Reply.ToString());
        await client.Connection.DisposeAsync();
        await playing;
    }

    [Fact]
    public async Task NothingIsSaid_WhenItIsGivenUp()
    {
        // QUIT would be the content of what was opened.
        var client = await ClientUnderTest.StartAsync("PIPELINING");
        var playing = client.PlayAsync(First + Ahead + "S: 250 one\nS: 250\nS: 250\nS: 354");
        await SendAsync(client, "a@x.example", "x\r\n", () => new ClientTransaction(client.Connection).Open(ReversePath.Null, s_next, false, 3));
        await playing;
        await client.Connection.DisposeAsync();
        Assert.Equal("", client.Server.Peek());
    }

    [Fact]
    public async Task Closed_AfterTheFirst_SaysNothingOfTheNext()
    {
        var client = await ClientUnderTest.StartAsync("PIPELINING");
        var playing = client.PlayAsync(First + Ahead + "S: 250 one\nclose");
        ClientTransaction? next = null;
        Assert.Equal("250 one", (await SendAsync(client, "a@x.example", "x\r\n", () => (next = new ClientTransaction(client.Connection)).Open(ReversePath.Null, s_next, false, 3)))[0].Reply.ToString());
        await playing;
        var failure = await Assert.ThrowsAsync<PeerException>(() => next!.SendAsync(ReversePath.Null, s_next, false, 3, ClientUnderTest.Pieces("y\r\n"), () => Task.CompletedTask, Stop));
        Assert.Equal("mail", failure.Phase);
        Assert.False(next!.HasStarted);
    }

    [Theory]
    [InlineData(false, "250 one", "content: 250 one", "content: 250 one")]
    // The second has no answer.
    [InlineData(true, "250 one", "content: 250 one", "content: 421 4.4.2 the server closed the connection in content")]
    [InlineData(true, "250 one\r\n452 full", "content: 250 one", "content: 452 full")]
    public async Task Answer_IsHeard_WhereTheLineBreaksUnderTheNext(bool isLmtp, string answers, string first, string second)
    {
        var client = await ClientUnderTest.StartAsync("PIPELINING", isLmtp);
        var playing = client.PlayAsync("C: MAIL FROM:<>\nC: RCPT TO:<a@x.example>\nC: RCPT TO:<c@x.example>\nC: DATA\nS: 250\nS: 250\nS: 250\nS: 354");
        var transaction = new ClientTransaction(client.Connection) { WithFinalDot = () => new ClientTransaction(client.Connection).Open(ReversePath.Null, s_next, false, 3) };
        var replies = await TextPeer.SoonAsync(transaction.SendAsync(
            ReversePath.Null, [EmailAddress.Parse("a@x.example"), EmailAddress.Parse("c@x.example")], false, 3, ClientUnderTest.Pieces("x\r\n"),
            async () =>
            {
                await client.Server.SendAsync(answers + "\r\n");
                await client.Server.CloseAsync();
            },
            Stop));
        await playing;
        Assert.Equal([first, second], replies.Select(reply => $"{reply.Phase}: {reply.Reply}"));
    }

    [Theory]
    // Nothing follows a group that the server does not take, nor a dot behind content that nobody is to have.
    [InlineData("", "C: MAIL FROM:<>\nS: 250\nC: RCPT TO:<a@x.example>\nS: 250\nC: DATA\nS: 354\nC: x\nC: .\nquiet\nS: 250 one")]
    [InlineData("PIPELINING", "C: MAIL FROM:<>\nC: RCPT TO:<a@x.example>\nC: DATA\nS: 250\nS: 550 5.1.1 nobody\nS: 354\nC: .\nquiet\nS: 554")]
    [InlineData("PIPELINING", "C: MAIL FROM:<>\nC: RCPT TO:<a@x.example>\nC: DATA\nS: 250\nS: 550 5.1.1 nobody\nS: 554")]
    public async Task NothingIsOpened_WhereNothingMayFollow(string extensions, string script)
    {
        var client = await ClientUnderTest.StartAsync(extensions);
        var playing = client.PlayAsync(script);
        await SendAsync(client, "a@x.example", "x\r\n", () => Assert.Fail("the next was asked for"));
        await playing;
    }

    private static Task<RecipientReply[]> SendAsync(ClientUnderTest client, string recipient, string content, Action? withFinalDot) => TextPeer.SoonAsync(
        new ClientTransaction(client.Connection) { WithFinalDot = withFinalDot }.SendAsync(
            ReversePath.Null, [EmailAddress.Parse(recipient)], false, content.Length, ClientUnderTest.Pieces(content), () => Task.CompletedTask, Stop));
}
