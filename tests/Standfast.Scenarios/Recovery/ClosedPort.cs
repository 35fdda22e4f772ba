using System.Net;
using Standfast.Scenarios.Peers;

namespace Standfast.Scenarios.Recovery;

/// <summary>A firewall closes the port by which mail leaves, as hosting companies do. The mail waits; when the port is open it goes.</summary>
public sealed class ClosedPort
{
    private static readonly string[] s_receivers = ["gmail.com", "outlook.com", "yahoo.com"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ClosedPort_IsOneIncident_KeepsAllMail_AndEndsWhenAServerAnswers()
    {
        var port = FreePorts.Next();
        var sinks = Enumerable.Range(2, 3).Select(last => new ScriptedSink(command => Task.FromResult<string?>(ScriptedSink.Willing(command)), new IPEndPoint(IPAddress.Parse($"127.0.0.{last}"), port))).ToList();
        await using var dns = new KnotServer();
        await dns.StartAsync("", [.. s_receivers.Select((receiver, index) => (receiver, $"@ MX 10 mx\nmx A 127.0.0.{index + 2}\n"))]);
        await using var server = new ServerProcess(
            $"dns.servers=127.0.0.1:{dns.Port}", "dns.timeout=1s", $"delivery.port={port}", "delivery.families=ipv4", "delivery.retry=1s", "submission.trusted_networks=127.0.0.1/32", "guard.mode=watch");
        await using var firewall = new Firewall(port);
        await firewall.CloseAsync();
        await server.StartAsync();
        using (var talk = await SmtpTalk.ConnectAsync(server.Submission, Stop))
        {
            for (var number = 0; number < 9; number++)
                Assert.StartsWith("250", await talk.SendAsync("From: shop@mail.example.org\r\nSubject: Your order\r\n\r\nthank you\r\n", Stop, recipient: $"reader{number}@{s_receivers[number % 3]}"), StringComparison.Ordinal);
        }

        await RecoveryTalk.UntilAsync(async () => (await server.IncidentsAsync()).Count > 0, () => server.Output);
        var incident = Assert.Single(await server.IncidentsAsync());
        var id = incident.Text("id");
        Assert.Equal(("hosting", "port-blocked", "everything", "contained"), (incident.Text("counterparty"), incident.Text("cause"), incident.Text("scope"), incident.Text("stage")));
        Assert.Contains($"at port {port}", incident.Text("text"), StringComparison.Ordinal);

        // What is only reported goes out all the same: nobody opens a port for that.
        await server.SignAllAsync(await server.CheckAsync(id, "policy"));
        await server.RefusesRequestAsync(id, "hosting", "guard");
        await server.KillAsync();
        server.Set("guard.mode=on");
        await server.StartAsync();
        await server.RequestAsync(id, "hosting", "policy");
        Assert.Equal((0, 9), (sinks.Sum(sink => sink.Accepted.Count), (await server.GetAsync("status")).GetProperty("queue_messages").GetInt32()));
        Assert.Single(await server.IncidentsAsync());

        await firewall.OpenAsync();
        await RecoveryTalk.UntilAsync(() => Task.FromResult(sinks.Sum(sink => sink.Accepted.Count) == 9), () => server.Output);
        await RecoveryTalk.UntilAsync(async () => (await server.IncidentsAsync()).Count == 0, () => server.Output);
        Assert.Equal("closed", (await server.IncidentAsync(id)).GetProperty("incident").Text("stage"));
        Assert.Equal(0, await server.SuppressedAsync());
        foreach (var sink in sinks) sink.Dispose();
    }

    /// <summary>The real one of this machine, for one loopback port and while the test lasts.</summary>
    private sealed class Firewall(int port) : IAsyncDisposable
    {
        private readonly string _table = $"standfast_drill_{port}";

        public async Task CloseAsync()
        {
            await Tool.RunAsync("nft", "add", "table", "ip", _table);
            await Tool.RunAsync("nft", $"add chain ip {_table} out {{ type filter hook output priority 0; }}");
            await Tool.RunAsync("nft", $"add rule ip {_table} out ip daddr 127.0.0.0/8 tcp dport {port} reject with tcp reset");
        }

        public async Task OpenAsync() => await Tool.RunAsync("nft", "delete", "table", "ip", _table);

        public async ValueTask DisposeAsync()
        {
            // Gone already where the test has opened it.
            using var nft = Tool.Start("nft", ["delete", "table", "ip", _table]);
            await nft.WaitForExitAsync(CancellationToken.None);
        }
    }
}
