using Standfast.Scenarios.Peers;

namespace Standfast.Scenarios.Recovery;

/// <summary>The smart host, a real Postfix, pauses our account. All mail is kept, also over a kill of the server; it comes back by the ramp when the relay lets us, and nobody is bounced.</summary>
public sealed class UpstreamPause
{
    private const string Words = "554 5.7.1 Message rejected: Sending paused for this account. Its access keys look compromised", Domain = "there.test";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PausedRelay_IsOneIncident_KeepsAllMail_AndDrainsByTheRamp()
    {
        await using var dns = new KnotServer();
        await dns.StartAsync("");
        await using var relay = new PostfixServer();
        await relay.StartAsync(Domain, FreePorts.Next());
        await using var server = new ServerProcess(
            $"delivery.relay=127.0.0.1:{relay.Port}", $"dns.servers=127.0.0.1:{dns.Port}", "dns.timeout=1s", "submission.trusted_networks=127.0.0.1/32", "delivery.retry=1s", "limits.credential=500 recipients/hour", "reputation.step=1s");
        await server.StartAsync();
        await SendAsync(server, 5);
        await relay.WaitForMailAsync(5);

        await relay.AnswerAllAsync(Words);
        await SendAsync(server, 20);
        await RecoveryTalk.UntilAsync(async () => (await server.IncidentsAsync()).Count > 0, () => server.Output);
        var incident = Assert.Single(await server.IncidentsAsync());
        var id = incident.Text("id");
        Assert.Equal(("account-suspended-by-provider", $"relay:127.0.0.1:{relay.Port}"), (incident.Text("cause"), incident.Text("counterparty")));
        Assert.Contains("Sending paused for this account", incident.Text("text"), StringComparison.Ordinal);

        await server.CheckAsync(id, "compromise");
        await server.RefusesRequestAsync(id, "ses", "credential");
        // What the access keys were: one of ours. Without its end nothing goes.
        var leaked = (await server.RunAsync("credential", "ls")).EnumerateArray().First().Text("user_name");
        await server.SignAllAsync(await server.IncidentAsync(id));
        await server.RefusesRequestAsync(id, "ses", "credential");
        await server.RunAsync("credential", "revoke", leaked);
        await server.RequestAsync(id, "ses", "compromise");

        // As a container that is made anew over its volume.
        await server.KillAsync();
        await server.StartAsync();
        Assert.Equal((5, 20), (relay.Taken, (await server.GetAsync("status")).GetProperty("queue_messages").GetInt32()));
        await relay.AnswerAllAsync(null);
        await server.MarkAsync(id, "reinstated", "they wrote: your account may send again");
        await RecoveryTalk.UntilAsync(async () => (await server.IncidentAsync(id)).GetProperty("incident").Text("stage") == "ramping", () => server.Output);
        await RecoveryTalk.UntilAsync(() => Task.FromResult(relay.Taken == 25), () => server.Output);
        Assert.Contains((await server.IncidentAsync(id)).GetProperty("timeline").EnumerateArray(), entry => entry.Text("text").Contains("day", StringComparison.Ordinal));
        Assert.Single(await server.IncidentsAsync());
        var events = (await server.GetAsync("status")).GetProperty("events");
        Assert.Equal((0, 0), (await server.SuppressedAsync(), events.TryGetProperty("bounced", out var bounced) ? bounced.GetInt32() : 0));
    }

    private static async Task SendAsync(ServerProcess server, int count)
    {
        using var talk = await SmtpTalk.ConnectAsync(server.Submission, Stop);
        for (var number = 0; number < count; number++) Assert.StartsWith("250", await talk.SendAsync("From: shop@mail.example.org\r\nSubject: Your order\r\n\r\nthank you\r\n", Stop, recipient: $"reader{number}@{Domain}"), StringComparison.Ordinal);
    }
}
