using System.Globalization;
using Standfast.Scenarios.Peers;

namespace Standfast.Scenarios.Attacks;

/// <summary>A shop's password is sold: 50 machines in 50 networks send 10,000 messages with it. The shop's other credential goes on.</summary>
public sealed class StolenPassword
{
    private const int Networks = 50, PerNetwork = 200;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TenThousandMessages_FromFiftyNetworks_HardlyOneLeaves()
    {
        using var sink = new ScriptedSink(command => Task.FromResult<string?>(ScriptedSink.Willing(command)));
        await using var server = new ServerProcess($"delivery.relay=127.0.0.1:{sink.Port}");
        await server.StartAsync();
        var (stolen, other) = (await SendingClient.AddCredentialAsync(server), await SendingClient.AddCredentialAsync(server));
        SenderHistory.Write(server, stolen.User, 15, 6, AttackMail.Receipt, number => $"buyer{number}@example.net");

        var attack = Task.WhenAll(Enumerable.Range(1, Networks).Select(network => AttackAsync(server, stolen, network)));
        using (var honest = await SendingClient.ConnectAsync(server, "127.0.0.1", other, Stop))
            for (var number = 0; number < 30; number++)
                Assert.DoesNotContain("SF-", await honest.SendAsync($"reader{number}@example.net", ("Your invoice", $"Dear reader, your invoice {number} is enclosed. It was paid in full; thank you."), Stop), StringComparison.Ordinal);
        var replies = (await attack).SelectMany(one => one).ToList();

        Assert.Equal(Networks * PerNetwork, replies.Count);
        await AttackMail.WaitAsync(() => sink.Accepted.Count(content => content.Contains("Your invoice", StringComparison.Ordinal)) == 30, Stop);
        var left = sink.Accepted.Count(AttackMail.IsSpam);
        TestContext.Current.TestOutputHelper?.WriteLine($"{left} of {replies.Count} messages left; {replies.Count(reply => reply.Contains("held: SF-7001", StringComparison.Ordinal))} were held, {replies.Count(reply => reply.StartsWith("550", StringComparison.Ordinal))} refused");
        Assert.InRange(left, 0, 100);
        Assert.True(replies.Count(reply => reply.Contains("held: SF-7", StringComparison.Ordinal)) > 9_000);

        var shown = await server.RunAsync("sender", "show", stolen.User);
        Assert.Equal("held", shown.GetProperty("state").GetString());
        Assert.Contains(shown.GetProperty("samples").EnumerateArray(), sample => sample.GetProperty("subject").GetString()!.StartsWith("Exclusive", StringComparison.Ordinal));
        Assert.Equal(stolen.User, (await server.RunAsync("sender", "ls"))[0].GetProperty("id").GetString());
        Assert.Contains(File.ReadLines(Path.Combine(server.Data, "alerts.jsonl")), line => line.Contains("\"hold\"", StringComparison.Ordinal) && line.Contains(stolen.User, StringComparison.Ordinal));

        // Neither a restart nor a release of the queue lets it go.
        await server.KillAsync();
        await server.StartAsync();
        await server.RunAsync("queue", "release", "--all", "--reason", "by mistake");
        using (var again = await SendingClient.ConnectAsync(server, "127.0.77.1", stolen, Stop)) Assert.Contains("SF-70", await again.SendAsync("victim@example.net", AttackMail.Spam(1), Stop), StringComparison.Ordinal);
        var ended = await server.RunAsync("sender", "delete", stolen.User, "--reason", "stolen");
        Assert.InRange(ended.GetProperty("messages").GetInt64(), 1, Networks * PerNetwork + 1);
        await AttackMail.WaitAsync(async () => (await server.RunAsync("status")).GetProperty("queue_messages").GetInt64() == 0, Stop);
        Assert.Equal(left, sink.Accepted.Count(AttackMail.IsSpam));
        Assert.DoesNotContain(sink.Accepted, content => content.Contains("multipart/report", StringComparison.Ordinal));
    }

    private static async Task<List<string>> AttackAsync(ServerProcess server, (string User, string Secret) stolen, int network)
    {
        var replies = new List<string>();
        using var client = await SendingClient.ConnectAsync(server, string.Create(CultureInfo.InvariantCulture, $"127.1.{network}.9"), stolen, Stop);
        for (var number = 0; number < PerNetwork; number++) replies.Add(await client.SendAsync($"victim{network}-{number}@example{number % 50}.com", AttackMail.Spam(number), Stop));
        return replies;
    }
}
