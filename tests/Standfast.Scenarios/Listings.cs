using System.Text.Json;
using Standfast.Scenarios.Peers;

namespace Standfast.Scenarios;

/// <summary>A real DNS server lists our address and domain, and ends it; lists that are closed, parked or refuse our resolver are seen for what they are.</summary>
public sealed class Listings
{
    /// <summary>Lists that answer: the points of their test, and nothing else. Zone "refusing" answers as great lists do to public resolvers, "parked" as a sold domain, "gone" not at all.</summary>
    private const string Lists = """
        2.0.0.127.bl 1 A 127.0.0.2
        *.refusing 1 A 127.255.255.254
        *.parked 1 A 127.0.0.2
        """;

    private const string Entries = """
        7.2.0.192.bl 1 A 127.0.0.2
        7.2.0.192.bl 1 TXT "seen in our traps, see https://bl.test/192.0.2.7"
        shop.de.bl 1 A 127.0.0.2
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Listing_ShowsWithinOneCheck_SurvivesAKill_AndItsEndIsNoticed_WhileBadListsAreErrors()
    {
        await using var dns = new KnotServer();
        await dns.StartAsync(Lists);
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "version = 1\n" + string.Concat(((string[])["bl.test", "refusing.test", "parked.test", "gone.test", "elsewhere.example"]).Select(List)), Stop);
            await using var server = new ServerProcess(
                $"reputation.list_servers=127.0.0.1:{dns.Port}", $"dns.servers=127.0.0.1:{dns.Port}", "reputation.addresses=192.0.2.7", "reputation.check_interval=2s", $"reputation.list_files={file}",
                "reputation.lists=own-bl,own-refusing,own-parked,own-gone,own-elsewhere");
            await server.StartAsync();
            await server.RunAsync("domain", "add", "shop.de", "--account", "default");
            await UntilAsync(async () => (await server.RunAsync("listing", "lists")).EnumerateArray().Count(list => Text(list, "state") is "good" or "bad") == 5);
            var states = (await server.RunAsync("listing", "lists")).EnumerateArray().Where(list => Text(list, "list")!.StartsWith("own-", StringComparison.Ordinal)).ToDictionary(list => Text(list, "list")!, list => (State: Text(list, "state"), Problem: Text(list, "problem")));
            Assert.Equal("good", states["own-bl"].State);
            Assert.All(states.Where(state => state.Key != "own-bl"), state => Assert.Equal("bad", state.Value.State));
            Assert.Contains("asked through a public resolver", states["own-refusing"].Problem, StringComparison.Ordinal);
            Assert.Contains("would list everybody", states["own-parked"].Problem, StringComparison.Ordinal);
            Assert.Contains("does not list its test point", states["own-gone"].Problem, StringComparison.Ordinal);
            Assert.Empty((await server.RunAsync("listing", "ls")).EnumerateArray());

            await dns.ChangeAsync($"{Lists}\n{Entries}");
            await UntilAsync(async () => (await server.RunAsync("listing", "ls")).GetArrayLength() == 2);
            var listing = (await server.RunAsync("listing", "ls")).EnumerateArray().Single(one => Text(one, "subject") == "192.0.2.7");
            Assert.Equal(("own-bl", "seen in our traps, see https://bl.test/192.0.2.7", "https://bl.test/"), (Text(listing, "list"), Text(listing, "reason"), Text(listing, "removal")));
            await SaysAsync(server, "SF-9401 address=192.0.2.7: 192.0.2.7 is listed by bl.test");
            await SaysAsync(server, "SF-9401 domain=shop.de: shop.de is listed by bl.test");
            await UntilAsync(async () => (await IncidentsAsync(server)).SequenceEqual(["open address=192.0.2.7", "open domain=shop.de"]));

            await server.KillAsync();
            await server.StartAsync();
            Assert.Equal(2, (await server.RunAsync("listing", "ls")).GetArrayLength());

            await dns.ChangeAsync(Lists);
            await UntilAsync(async () => (await server.RunAsync("listing", "ls")).GetArrayLength() == 0);
            await SaysAsync(server, "SF-9401 address=192.0.2.7 is over: 192.0.2.7 is not on it any more: bl.test");
            await UntilAsync(async () => (await IncidentsAsync(server)).Length == 0);
            Assert.Equal(2, (await server.RunAsync("listing", "ls", "--all")).GetArrayLength());
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string List(string zone) => $"""

        [[list]]
        id = "own-{zone.Split('.')[0]}"
        zone = "{zone}"
        operator = "{zone}"
        about = ["ip4", "domain"]
        tier = 1
        access = "open"
        every = "1s"
        listed = ["127.0.0.2"]
        unlisted = ["127.0.0.1"]
        removal = "https://{zone}/"
        procedure = "ask"
        expiry = "a day"
        rules = "none"
        certainty = "high"
        source = "https://{zone}/"
        date = "2026-11-26"
        [[list.code]]
        code = "127.0.0.2"
        meaning = "spam"
        severity = "critical"
        [[list.code]]
        code = "127.255.255.254"
        meaning = "asked through a public resolver"
        severity = "error"

        """;

    /// <summary>Open ones about blocklists; the address has no name here, which is an incident of its own.</summary>
    private static async Task<string[]> IncidentsAsync(ServerProcess server) =>
        [.. (await server.RunAsync("incident", "ls")).EnumerateArray().Where(incident => Text(incident, "cause") == "blocklist").Select(incident => $"{Text(incident, "status")} {Text(incident, "scope")}").Order(StringComparer.Ordinal)];

    /// <summary>The list shows what the log tells a moment later.</summary>
    private static Task SaysAsync(ServerProcess server, string text) => UntilAsync(() => Task.FromResult(server.Output.Contains(text, StringComparison.Ordinal)));

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(TimeSpan.FromSeconds(90));
        while (!await condition()) await Task.Delay(TimeSpan.FromMilliseconds(200), limit.Token);
    }
}
