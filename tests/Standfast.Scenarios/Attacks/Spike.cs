using Standfast.Scenarios.Peers;

namespace Standfast.Scenarios.Attacks;

/// <summary>An application that sends 30 receipts an hour sends 600 at once. It is slowed, then held; what was wanted of it is released.</summary>
public sealed class Spike
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TwentyTimesTheNormal_IsSlowedThenHeld_AndLeavesAfterRelease()
    {
        using var sink = new ScriptedSink(command => Task.FromResult<string?>(ScriptedSink.Willing(command)));
        await using var server = new ServerProcess($"delivery.relay=127.0.0.1:{sink.Port}");
        await server.StartAsync();
        var (spiking, other) = (await SendingClient.AddCredentialAsync(server), await SendingClient.AddCredentialAsync(server));
        SenderHistory.Write(server, spiking.User, 36, 30, AttackMail.Receipt, number => $"buyer{number}@example.net");

        var replies = new List<string>();
        using (var application = await SendingClient.ConnectAsync(server, "127.0.0.1", spiking, Stop))
            for (var number = 0; number < 600; number++)
                replies.Add(await application.SendAsync($"spike{number}@example.net", AttackMail.Receipt(500_000 + number), Stop));
        using (var honest = await SendingClient.ConnectAsync(server, "127.0.0.1", other, Stop))
            Assert.DoesNotContain("SF-", await honest.SendAsync("you@example.net", ("Your invoice", "It is paid."), Stop), StringComparison.Ordinal);
        await AttackMail.WaitAsync(() => sink.Accepted.Any(content => content.Contains("Your invoice", StringComparison.Ordinal)), Stop);

        var left = sink.Accepted.Count - 1;
        var deferred = replies.Count(reply => reply.StartsWith("451", StringComparison.Ordinal));
        TestContext.Current.TestOutputHelper?.WriteLine($"{left} of {replies.Count} messages left, {deferred} were deferred, the others held");
        Assert.InRange(left, 1, 100);
        Assert.InRange(deferred, 1, 60);
        Assert.Contains(replies, reply => reply.StartsWith("451", StringComparison.Ordinal) && reply.Contains("come back in 10 minutes", StringComparison.Ordinal));
        Assert.Equal("SF-7003", (await server.RunAsync("sender", "show", spiking.User)).GetProperty("finding").GetString());

        await server.RunAsync("sender", "release", spiking.User, "--reason", "a sale");
        await AttackMail.WaitAsync(() => sink.Accepted.Count == 1 + replies.Count - deferred, Stop);
        Assert.Equal("normal", (await server.RunAsync("sender", "show", spiking.User)).GetProperty("state").GetString());
    }
}
