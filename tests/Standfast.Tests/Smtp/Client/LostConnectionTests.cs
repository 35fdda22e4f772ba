using Standfast.Mail;
using Standfast.Smtp.Client;

namespace Standfast.Tests.Smtp.Client;

/// <summary>The server hangs up, falls silent or talks nonsense: what is then known of each recipient, and what is not.</summary>
public sealed class LostConnectionTests
{
    private const string Opening = "C: MAIL FROM:<>\nC: RCPT TO:<a@x.example>\nC: RCPT TO:<b@x.example>\nC: DATA\n";
    private const string Accepted = Opening + "S: 250\nS: 250\nS: 250\nS: 354\nC: x\nC: .\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task<RecipientReply[]> SendAsync(string script, bool isLmtp = false) =>
        await (await ClientUnderTest.StartAsync("PIPELINING", isLmtp)).SendAsync(script, "x\r\n", "a@x.example", "b@x.example");

    [Theory]
    [InlineData("mail", Opening + "close")]
    [InlineData("rcpt", Opening + "S: 250\nclose")]
    [InlineData("data", Opening + "S: 250\nS: 250\nS: 250\nclose")]
    [InlineData("content", Accepted + "close")] // after the final dot: nobody knows
    [InlineData("content", Accepted + "S: 250-half\nclose")]
    [InlineData("content", Accepted + "S: nonsense")]
    [InlineData("content", Accepted + "S: 354 Go")] // neither yes nor no
    [InlineData("mail", Opening + "S: 250-a\nS: 550 b")]
    [InlineData("data", Opening + "S: 250\nS: 250\nS: 250\nS: 250 not 354")]
    public async Task Nothing_IsKnown_WhenTheConnectionFailsIn(string phase, string script)
    {
        var failure = await Assert.ThrowsAsync<PeerException>(() => SendAsync(script));
        Assert.Equal(phase, failure.Phase);
    }

    [Theory]
    [InlineData(Opening + "S: 554 5.7.1 Blocked\nclose", "554 5.7.1 Blocked", "554 5.7.1 Blocked")]
    [InlineData(Opening + "S: 421 4.7.0 Too fast\nclose", "421 4.7.0 Too fast", "421 4.7.0 Too fast")]
    [InlineData(Opening + "S: 250\nS: 550 5.1.1 No\nclose", "550 5.1.1 No", "421 4.4.2")]
    [InlineData(Opening + "S: 250\nS: 250\nS: 550 5.1.1 No\nclose", "421 4.4.2", "550 5.1.1 No")]
    [InlineData(Opening + "S: 250\nS: 550 5.1.1 No\nS: 550 5.1.2 No\nclose", "550 5.1.1 No", "550 5.1.2 No")]
    public async Task Refusals_AreKnown_WhenTheServerHangsUpAfterThem(string script, string first, string second)
    {
        var replies = await SendAsync(script);
        Assert.StartsWith(first, replies[0].Reply.ToString(), StringComparison.Ordinal);
        Assert.StartsWith(second, replies[1].Reply.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusals_AreKnown_WhenTheServerHangsUpAfterThem_Stepwise()
    {
        var client = await ClientUnderTest.StartAsync("");
        var replies = await client.SendAsync(
            "C: MAIL FROM:<>\nS: 250\nC: RCPT TO:<a@x.example>\nS: 550 5.1.1 No\nclose", "x\r\n", "a@x.example", "b@x.example");
        Assert.Equal([550, 421], replies.Select(reply => reply.Reply.Code));
    }

    [Fact]
    public async Task Lmtp_KnowsWhoWasServed_WhenTheServerHangsUpAmongItsReplies()
    {
        var replies = await SendAsync(Accepted + "S: 250 2.0.0 Stored\nclose", isLmtp: true);
        Assert.Equal(["250 2.0.0 Stored", "421 4.4.2 the server closed the connection in content"], replies.Select(reply => reply.Reply.ToString()));
    }

    [Theory]
    [InlineData("close", false)]
    [InlineData("C: MAIL FROM:<>\nclose", false)]
    [InlineData("C: MAIL FROM:<>\nS: 250\nclose", true)]
    [InlineData("C: MAIL FROM:<>\nS: 451\nclose", true)]
    public async Task HasStarted_OnceMailIsAnswered(string script, bool expected)
    {
        var client = await ClientUnderTest.StartAsync("");
        var transaction = new ClientTransaction(client.Connection);
        var playing = client.PlayAsync(script);
        if (script == "close") await playing;
        try
        {
            await transaction.SendAsync(ReversePath.Null, [EmailAddress.Parse("a@x.example")], false, 0, ClientUnderTest.Pieces(""), () => Task.CompletedTask, Stop);
        }
        catch (PeerException)
        {
            // Not the question here.
        }

        await playing;
        Assert.Equal(expected, transaction.HasStarted);
    }

    // Whatever fails on our side after 354, the server must not see an end of the content.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task FinalDot_IsNotSent_WhenOurSideFails(bool isContent)
    {
        var client = await ClientUnderTest.StartAsync("PIPELINING");
        var playing = client.PlayAsync("C: MAIL FROM:<>\nC: RCPT TO:<a@x.example>\nC: DATA\nS: 250\nS: 250\nS: 354");
        var failed = new InvalidDataException("disk");
        await Assert.ThrowsAsync<InvalidDataException>(() => new ClientTransaction(client.Connection).SendAsync(
            ReversePath.Null, [EmailAddress.Parse("a@x.example")], false, 0,
            isContent ? Broken() : ClientUnderTest.Pieces("x\r\n"), () => isContent ? Task.CompletedTask : Task.FromException(failed), Stop));
        await playing;
        await client.Connection.DisposeAsync();
        await client.Server.Near.Output.CompleteAsync();
        Assert.Equal(["x", "QUIT"], await client.Server.ReadToEndAsync());

        async IAsyncEnumerable<ReadOnlyMemory<byte>> Broken()
        {
            await Task.Yield();
            yield return "x\r\n"u8.ToArray();
            throw failed;
        }
    }

    [Fact]
    public async Task BeforeFinalDot_IsAwaited_BeforeTheDotGoesOut()
    {
        var client = await ClientUnderTest.StartAsync("PIPELINING");
        var recorded = new TaskCompletionSource();
        var asked = new TaskCompletionSource();
        var playing = client.PlayAsync("C: MAIL FROM:<>\nC: RCPT TO:<a@x.example>\nC: DATA\nS: 250\nS: 250\nS: 354");
        var sending = new ClientTransaction(client.Connection).SendAsync(
            ReversePath.Null, [EmailAddress.Parse("a@x.example")], false, 0, ClientUnderTest.Pieces("x\r\n"),
            () =>
            {
                asked.SetResult();
                return recorded.Task;
            },
            Stop);
        await playing;
        await TextPeer.SoonAsync(asked.Task);
        Assert.DoesNotContain("\r\n.\r\n", "\r\n" + client.Server.Peek(), StringComparison.Ordinal);
        recorded.SetResult();
        await client.PlayAsync("C: x\nC: .\nS: 250 Ok");
        Assert.Equal(250, (await TextPeer.SoonAsync(sending))[0].Reply.Code);
    }
}
