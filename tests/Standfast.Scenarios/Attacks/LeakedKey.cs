using Standfast.Scenarios.Peers;

namespace Standfast.Scenarios.Attacks;

/// <summary>A key that stood in a public repository is found and used from one machine elsewhere, as fast as it goes.</summary>
public sealed class LeakedKey
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OneStrangeMachine_IsStopped_AfterFewMessages()
    {
        using var sink = new ScriptedSink(command => Task.FromResult<string?>(ScriptedSink.Willing(command)));
        await using var server = new ServerProcess($"delivery.relay=127.0.0.1:{sink.Port}");
        await server.StartAsync();
        var (leaked, other) = (await SendingClient.AddCredentialAsync(server), await SendingClient.AddCredentialAsync(server));
        // Its owner sends so much that no rate stands out.
        SenderHistory.Write(server, leaked.User, 3, 200, AttackMail.Receipt, number => $"buyer{number}@example.net");

        using (var attacker = await SendingClient.ConnectAsync(server, "127.66.6.6", leaked, Stop))
            for (var number = 0; number < 2_000; number++)
                await attacker.SendAsync($"victim{number}@example{number % 50}.com", AttackMail.Spam(number), Stop);
        using (var honest = await SendingClient.ConnectAsync(server, "127.0.0.1", other, Stop))
            Assert.DoesNotContain("SF-", await honest.SendAsync("you@example.net", ("Your invoice", "It is paid."), Stop), StringComparison.Ordinal);
        await AttackMail.WaitAsync(() => sink.Accepted.Any(content => content.Contains("Your invoice", StringComparison.Ordinal)), Stop);

        var left = sink.Accepted.Count(AttackMail.IsSpam);
        TestContext.Current.TestOutputHelper?.WriteLine($"{left} of 2000 messages left");
        // A recipient in fifty seems known.
        Assert.InRange(left, 0, 30);
        Assert.Equal("SF-7002", (await server.RunAsync("sender", "show", leaked.User)).GetProperty("finding").GetString());
    }
}
