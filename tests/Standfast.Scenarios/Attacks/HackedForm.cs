using Standfast.Scenarios.Peers;

namespace Standfast.Scenarios.Attacks;

/// <summary>The name field of a sign-up form takes anything: a robot signs up thousands of strangers under a name that is an advertisement.</summary>
public sealed class HackedForm
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task InjectedLink_IsFound_InAKnownMessage()
    {
        using var sink = new ScriptedSink(command => Task.FromResult<string?>(ScriptedSink.Willing(command)));
        await using var server = new ServerProcess($"delivery.relay=127.0.0.1:{sink.Port}");
        await server.StartAsync();
        var (form, other) = (await SendingClient.AddCredentialAsync(server), await SendingClient.AddCredentialAsync(server));
        SenderHistory.Write(server, form.User, 3, 8, number => Confirmation($"Ann {number}"), number => $"reader{number}@example.net");

        var replies = new List<string>();
        using (var robot = await SendingClient.ConnectAsync(server, "127.0.0.1", form, Stop))
            for (var number = 0; number < 2_000; number++)
                replies.Add(await robot.SendAsync($"stranger{number}@example{number % 50}.com", Confirmation("You won! Take it at http://prize.evil.test/a"), Stop));
        using (var honest = await SendingClient.ConnectAsync(server, "127.0.0.1", other, Stop))
            for (var number = 0; number < 10; number++)
                Assert.DoesNotContain("SF-", await honest.SendAsync($"buyer{number}@example.net", AttackMail.Receipt(number), Stop), StringComparison.Ordinal);
        await AttackMail.WaitAsync(() => sink.Accepted.Count(content => content.Contains("Your order", StringComparison.Ordinal)) == 10, Stop);

        var left = sink.Accepted.Count(content => content.Contains("prize.evil.test", StringComparison.Ordinal));
        TestContext.Current.TestOutputHelper?.WriteLine($"{left} of {replies.Count} messages left");
        Assert.InRange(left, 0, 30);
        Assert.Equal("SF-7005", (await server.RunAsync("sender", "show", form.User)).GetProperty("finding").GetString());
    }

    private static (string Subject, string Text) Confirmation(string name) => (
        "Please confirm your subscription",
        $"Hello {name},\r\n\r\nsomebody, most likely you, asked for the letter of our garden house. Please confirm your subscription by answering this message, or by opening https://mail.example.org/confirm within two days. If it was not you, do nothing: you will hear no more of us.\r\n\r\nKind regards,\r\nthe garden house");
}
