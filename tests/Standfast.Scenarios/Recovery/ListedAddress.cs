using Standfast.Scenarios.Peers;

namespace Standfast.Scenarios.Recovery;

/// <summary>Two lists of a real DNS server name our address, which has no name. No request goes out before it has one and the other list is left; when both let us, the incidents end.</summary>
public sealed class ListedAddress
{
    private const string Host = "mail.shop.test", Reverse = "2.0.192.in-addr.arpa", Names = "mail.shop A 192.0.2.7\n";

    private const string Lists = "2.0.0.127.bl 1 A 127.0.0.2\n2.0.0.127.other 1 A 127.0.0.2\n";

    private const string First = "7.2.0.192.bl 1 A 127.0.0.2\n7.2.0.192.bl 1 TXT \"seen by its users, see https://bl.test/192.0.2.7\"\n", Second = "7.2.0.192.other 1 A 127.0.0.2\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Listing_IsDiagnosed_AskedAboutOnlyWhenItsCauseIsMended_AndEndsWithIt()
    {
        await using var dns = new KnotServer { TtlSeconds = 1 };
        await dns.StartAsync(Lists + Names, (Reverse, "7 1 PTR mail.shop.test.\n"));
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "version = 1\n" + List("bl") + List("other"), Stop);
            await using var server = new ServerProcess(
                $"server.hostname={Host}", $"reputation.list_servers=127.0.0.1:{dns.Port}", $"dns.servers=127.0.0.1:{dns.Port}", "dns.timeout=1s", "reputation.addresses=192.0.2.7", "delivery.sources=127.0.0.1", "delivery.relay=127.0.0.1:9", "reputation.check_interval=1s", $"reputation.list_files={file}",
                "reputation.lists=own-bl,own-other", "limits.credential=500 recipients/hour");
            await server.StartAsync();
            await RecoveryTalk.UntilAsync(async () => (await server.GetAsync("listings/lists")).EnumerateArray().Count(list => list.Text("list").StartsWith("own-", StringComparison.Ordinal) && list.Text("state") == "good") == 2, () => server.Output);
            Assert.Empty(await server.IncidentsAsync());

            await dns.ChangeAsync(Lists + Names + First);
            await RecoveryTalk.UntilAsync(async () => (await server.IncidentsAsync()).Count > 0, () => server.Output);
            var incident = Assert.Single(await server.IncidentsAsync());
            var id = incident.Text("id");
            Assert.Equal(("blocklist", "address=192.0.2.7"), (incident.Text("cause"), incident.Text("scope")));

            // What the list has seen: an address whose name does not lead back; and another list names it meanwhile.
            await dns.ChangeAsync(Lists + "mail.shop A 192.0.2.8\n" + First + Second);
            await RecoveryTalk.UntilAsync(async () => (await server.GetAsync("listings")).GetArrayLength() == 2, () => server.Output);
            await server.RunAsync("pause", "--stream", "default/bulk", "--reason", "what the list has seen");
            await server.SignAllAsync(await server.CheckAsync(id, "listing"));
            await server.RefusesRequestAsync(id, "barracuda", "leads back");
            await dns.ChangeAsync(Lists + Names + First + Second);
            await server.CheckAsync(id, "listing");
            await server.RefusesRequestAsync(id, "barracuda", "other.test");
            await dns.ChangeAsync(Lists + Names + First);
            await RecoveryTalk.UntilAsync(async () => (await server.GetAsync("listings")).GetArrayLength() == 1, () => server.Output);
            await server.RequestAsync(id, "barracuda", "listing");

            await dns.ChangeAsync(Lists + Names);
            await RecoveryTalk.UntilAsync(async () => (await server.IncidentsAsync()).Count == 0, () => server.Output);
            Assert.Equal("closed", (await server.IncidentAsync(id)).GetProperty("incident").Text("stage"));
            Assert.Equal(0, await server.SuppressedAsync());
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string List(string name) => $"""

        [[list]]
        id = "own-{name}"
        zone = "{name}.test"
        operator = "{name}.test"
        about = ["ip4"]
        tier = 1
        access = "open"
        every = "1s"
        listed = ["127.0.0.2"]
        unlisted = ["127.0.0.1"]
        removal = "https://{name}.test/"
        procedure = "ask"
        expiry = "a day"
        rules = "none"
        certainty = "high"
        source = "https://{name}.test/"
        date = "2026-11-26"
        [[list.code]]
        code = "127.0.0.2"
        meaning = "spam"
        severity = "critical"

        """;
}
