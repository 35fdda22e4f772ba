using Standfast.Mail.Notifications;
using Standfast.Smtp.Client;

namespace Standfast.Tests.Smtp.Client;

public sealed class ClientTransactionTests
{
    private const string Everything = "PIPELINING SIZE 8BITMIME";

    private static string[] Say(IEnumerable<RecipientReply> replies) => [.. replies.Select(reply => $"{reply.Phase}: {reply.Reply}")];

    [Fact]
    public async Task Pipelined_SendsTheWholeGroupFirst_AndJudgesEachRecipient()
    {
        var client = await ClientUnderTest.StartAsync(Everything);
        var replies = await client.SendAsync(
            """
            C: MAIL FROM:<> SIZE=13 BODY=8BITMIME
            C: RCPT TO:<a@x.example>
            C: RCPT TO:<b@x.example>
            C: RCPT TO:<c@x.example>
            C: DATA
            quiet
            S: 250 Ok
            S: 250 Ok
            S: 550-5.1.1 No
            S: 550 5.1.1 such user
            S: 452 4.5.3 Later
            S: 354 Go
            C: A: 1
            C: 
            C: ..
            C: ..x
            C: .
            quiet
            S: 250 2.0.0 Queued as 7
            """,
            "A: 1\r\n\r\n.\r\n.x", "a@x.example", "b@x.example", "c@x.example");
        Assert.Equal(["content: 250 2.0.0 Queued as 7", "rcpt: 550 5.1.1 No such user", "rcpt: 452 4.5.3 Later"], Say(replies));
    }

    [Theory]
    [InlineData("PIPELINING DSN", " RET=HDRS ENVID=QQ", " NOTIFY=SUCCESS,DELAY ORCPT=rfc822;A@x.example", " NOTIFY=NEVER")]
    [InlineData("PIPELINING", "", "", "")]
    public async Task Notifications_AreAskedFor_WhereDsnIsOffered(string extensions, string mail, string first, string second)
    {
        var client = await ClientUnderTest.StartAsync(extensions);
        client.Notifications = new DsnParameters(DsnReturn.Headers, "QQ", [new RecipientDsn(DsnNotify.Success | DsnNotify.Delay, "rfc822;A@x.example"), new RecipientDsn(DsnNotify.Never, null), default]);
        await client.SendAsync(
            $"""
            C: MAIL FROM:<>{mail}
            C: RCPT TO:<a@x.example>{first}
            C: RCPT TO:<b@x.example>{second}
            C: RCPT TO:<c@x.example>
            C: DATA
            S: 550 No
            S: 503 No
            S: 503 No
            S: 503 No
            S: 503 No
            """,
            "x", "a@x.example", "b@x.example", "c@x.example");
    }

    [Fact]
    public async Task Stepwise_WaitsForEachReply_AndAnnouncesNothingThatIsNotOffered()
    {
        var client = await ClientUnderTest.StartAsync("");
        var replies = await client.SendAsync(
            """
            C: MAIL FROM:<>
            quiet
            S: 250 Ok
            C: RCPT TO:<a@x.example>
            quiet
            S: 451 4.3.0 Later
            C: RCPT TO:<b@x.example>
            quiet
            S: 251 Will forward
            C: DATA
            quiet
            S: 354 Go
            C: x
            C: .
            S: 554 5.7.1 Spam
            """,
            "x\r\n", "a@x.example", "b@x.example");
        Assert.Equal(["rcpt: 451 4.3.0 Later", "content: 554 5.7.1 Spam"], Say(replies));
    }

    [Fact]
    public async Task EmptyContent_IsTheDotAlone()
    {
        var client = await ClientUnderTest.StartAsync("PIPELINING");
        var replies = await client.SendAsync("C: MAIL FROM:<>\nC: RCPT TO:<a@x.example>\nC: DATA\nS: 250\nS: 250\nS: 354\nC: .\nS: 250 Ok", "", "a@x.example");
        Assert.Equal(["content: 250 Ok"], Say(replies));
    }

    [Fact]
    public async Task MailRefused_IsEveryRecipientsReply_WhateverTheRestOfTheGroupGets()
    {
        var client = await ClientUnderTest.StartAsync("PIPELINING");
        const string opening = "C: MAIL FROM:<>\nC: RCPT TO:<a@x.example>\nC: RCPT TO:<b@x.example>\nC: DATA\n";
        var replies = await client.SendAsync(opening + "S: 451 4.7.1 Greylisted\nS: 503 No MAIL\nS: 503 No MAIL\nS: 503 No MAIL", "x\r\n", "a@x.example", "b@x.example");
        Assert.Equal(["mail: 451 4.7.1 Greylisted", "mail: 451 4.7.1 Greylisted"], Say(replies));
    }

    [Fact]
    public async Task DataTakenWithoutARecipient_IsEndedWithNothingInIt()
    {
        var client = await ClientUnderTest.StartAsync("PIPELINING");
        var replies = await client.SendAsync(
            "C: MAIL FROM:<>\nC: RCPT TO:<a@x.example>\nC: DATA\nS: 250\nS: 550 5.1.1 No\nS: 354 Go\nC: .\nS: 554 No recipients", "secret\r\n", "a@x.example");
        Assert.Equal(["rcpt: 550 5.1.1 No"], Say(replies));
    }

    [Theory]
    [InlineData("PIPELINING")]
    [InlineData("")]
    public async Task DataRefused_LeavesTheRefusalsOfRecipientsAsTheyWere(string extensions)
    {
        var client = await ClientUnderTest.StartAsync(extensions);
        var script = extensions.Length > 0
            ? "C: MAIL FROM:<>\nC: RCPT TO:<a@x.example>\nC: RCPT TO:<b@x.example>\nC: DATA\nS: 250\nS: 250\nS: 550 5.1.1 No\nS: 451 4.3.1 Disk"
            : "C: MAIL FROM:<>\nS: 250\nC: RCPT TO:<a@x.example>\nS: 250\nC: RCPT TO:<b@x.example>\nS: 550 5.1.1 No\nC: DATA\nS: 451 4.3.1 Disk";
        Assert.Equal(["data: 451 4.3.1 Disk", "rcpt: 550 5.1.1 No"], Say(await client.SendAsync(script, "x\r\n", "a@x.example", "b@x.example")));
    }

    // Servers keep the transaction open when DATA was refused: the next MAIL would be a nested one, and the next message bounce with its 503.
    [Theory]
    [InlineData("PIPELINING", "550 5.1.1 No", "554 5.5.1 No valid recipients")]
    [InlineData("PIPELINING", "250 Ok", "451 4.3.1 Disk")]
    [InlineData("", "550 5.1.1 No", "")]
    [InlineData("", "250 Ok", "451 4.3.1 Disk")]
    public async Task NextTransaction_StartsWithReset_WhenTheLastWasLeftOpen(string extensions, string rcpt, string data)
    {
        var client = await ClientUnderTest.StartAsync(extensions);
        var opening = extensions.Length > 0
            ? $"C: MAIL FROM:<>\nC: RCPT TO:<a@x.example>\nC: DATA\nS: 250\nS: {rcpt}\nS: {data}"
            : $"C: MAIL FROM:<>\nS: 250\nC: RCPT TO:<a@x.example>\nS: {rcpt}" + (data.Length > 0 ? $"\nC: DATA\nS: {data}" : "");
        await client.SendAsync(opening, "x\r\n", "a@x.example");
        await client.PlayAsync("quiet");
        var delivery = extensions.Length > 0
            ? "C: MAIL FROM:<>\nC: RCPT TO:<b@x.example>\nC: DATA\nS: 250\nS: 250\nS: 354\nC: y\nC: .\nS: 250 Ok"
            : "C: MAIL FROM:<>\nS: 250\nC: RCPT TO:<b@x.example>\nS: 250\nC: DATA\nS: 354\nC: y\nC: .\nS: 250 Ok";
        Assert.Equal(["content: 250 Ok"], Say(await client.SendAsync("C: RSET\nS: 250 Ok\n" + delivery, "y\r\n", "b@x.example")));
        Assert.Equal(["content: 250 Ok"], Say(await client.SendAsync(delivery, "y\r\n", "b@x.example")));
    }

    [Theory]
    [InlineData(Everything, "SIZE=3 BODY=8BITMIME")]
    [InlineData("PIPELINING 8BITMIME", "BODY=8BITMIME")]
    [InlineData("PIPELINING SIZE=1000", "")] // not of RFC 1869's form: no offer
    public async Task Mail_HoldsOnlyOfferedParameters(string extensions, string parameters)
    {
        var client = await ClientUnderTest.StartAsync(extensions);
        await client.SendAsync($"C: {$"MAIL FROM:<> {parameters}".TrimEnd()}\nC: RCPT TO:<a@x.example>\nC: DATA\nS: 550\nS: 503\nS: 503", "x\r\n", "a@x.example");
    }

    [Fact]
    public async Task Lmtp_AnswersForEachAcceptedRecipient()
    {
        var client = await ClientUnderTest.StartAsync("PIPELINING", isLmtp: true);
        var replies = await client.SendAsync(
            """
            C: MAIL FROM:<>
            C: RCPT TO:<a@x.example>
            C: RCPT TO:<b@x.example>
            C: RCPT TO:<c@x.example>
            C: DATA
            S: 250 Ok
            S: 250 Ok
            S: 550 5.1.1 No
            S: 250 Ok
            S: 354 Go
            C: x
            C: .
            S: 250 2.0.0 Stored
            S: 452 4.2.2 Full
            """,
            "x\r\n", "a@x.example", "b@x.example", "c@x.example");
        Assert.Equal(["content: 250 2.0.0 Stored", "rcpt: 550 5.1.1 No", "content: 452 4.2.2 Full"], Say(replies));
    }
}
