using Standfast.Scenarios.Peers;

namespace Standfast.Scenarios.Attacks;

/// <summary>A customer imports a bought list: 15 % of its addresses do not exist. The campaign stops; the next one and all other mail go on.</summary>
public sealed class PurchasedList
{
    private const int Recipients = 3_000;

    private const string Footer = "\r\n\r\nGarden House Ltd, 12 Mill Lane, Oxford OX1 2AB, United Kingdom. You get this letter because you asked for it; unsubscribe: https://mail.example.org/u/1";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DeadAddresses_StopTheCampaign_WithinAHundredMessages()
    {
        using var sink = new ScriptedSink(command => Task.FromResult<string?>(command.Contains("<dead", StringComparison.Ordinal) ? "550 5.1.1 no such user" : ScriptedSink.Willing(command)));
        await using var server = new ServerProcess($"delivery.relay=127.0.0.1:{sink.Port}");
        await server.StartAsync();
        var credential = await SendingClient.AddCredentialAsync(server);

        var replies = new List<string>();
        using (var shop = await SendingClient.ConnectAsync(server, "127.0.0.1", credential, Stop))
        {
            for (var number = 0; number < Recipients; number++)
                replies.Add(await shop.SendAsync($"{(number * 7919 % 100 < 15 ? "dead" : "live")}{number}@bought.example", ("News from the garden", "Dear reader, the first bulbs are here. We grow tulips, crocus and daffodils of our own and send them all of this month." + Footer), Stop, Fields("bought")));
            Assert.Contains(replies, reply => reply.Contains("held: SF-7006", StringComparison.Ordinal));
            for (var number = 0; number < 20; number++)
            {
                Assert.DoesNotContain("SF-", await shop.SendAsync($"reader{number}@asked.example", ("Letter of the month", "Dear reader, this month we look at roses: when to cut them and how to feed them." + Footer), Stop, Fields("letter")), StringComparison.Ordinal);
                Assert.DoesNotContain("SF-", await shop.SendAsync($"buyer{number}@shop.example", AttackMail.Receipt(number), Stop), StringComparison.Ordinal);
            }
        }

        await AttackMail.WaitAsync(() => sink.Commands.Count(command => command.Contains("@asked.example", StringComparison.Ordinal) || command.Contains("@shop.example", StringComparison.Ordinal)) >= 40, Stop);
        var left = sink.Commands.Count(command => command.Contains("@bought.example", StringComparison.Ordinal));
        TestContext.Current.TestOutputHelper?.WriteLine($"{left} of {Recipients} recipients of the bought list were written to, {sink.Commands.Count(command => command.Contains("<dead", StringComparison.Ordinal))} of them dead");
        Assert.InRange(left, 5, 100);
        var shown = await server.RunAsync("sender", "show", "default/bulk/bought");
        Assert.Equal(("held", "SF-7006"), (shown.GetProperty("state").GetString(), shown.GetProperty("finding").GetString()));
        Assert.StartsWith("dead", shown.GetProperty("samples")[0].GetProperty("recipient").GetString(), StringComparison.Ordinal);

        var ended = await server.RunAsync("sender", "delete", "default/bulk/bought", "--reason", "it was bought");
        Assert.InRange(ended.GetProperty("messages").GetInt64(), Recipients - 101, Recipients);
        await AttackMail.WaitAsync(async () => (await server.RunAsync("status")).GetProperty("queue_messages").GetInt64() == 0, Stop);
        Assert.Equal(left, sink.Commands.Count(command => command.Contains("@bought.example", StringComparison.Ordinal)));
    }

    private static string Fields(string campaign) =>
        $"X-Standfast-Stream: bulk\r\nX-Standfast-Campaign: {campaign}\r\nMessage-ID: <{campaign}.{Guid.NewGuid():N}@mail.example.org>\r\nDate: {TimeProvider.System.GetUtcNow():ddd, dd MMM yyyy HH:mm:ss} +0000\r\nList-Unsubscribe: <https://mail.example.org/u/1>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n";
}
