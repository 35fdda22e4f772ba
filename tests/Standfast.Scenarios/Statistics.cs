using System.Text.Json;
using Standfast.Scenarios.Peers;

namespace Standfast.Scenarios;

/// <summary>What happened to mail is counted, by whom and where to, and each thing once, also where the server is killed.</summary>
public sealed class Statistics
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Figures_OutliveAKill()
    {
        using var sink = new ScriptedSink(command => Task.FromResult<string?>(command.Contains("gone@", StringComparison.Ordinal) ? "550 5.1.1 no such user" : ScriptedSink.Willing(command)));
        await using var server = new ServerProcess("submission.trusted_networks=127.0.0.1/32", $"delivery.relay=127.0.0.1:{sink.Port}");
        await server.StartAsync();
        await SendAsync(server, "ann@dest.test", "bob@dest.test", "gone@other.test");
        await DoneAsync(server, 3);
        var before = await server.RunAsync("stats", "show", "--by", "domain", "--step", "minute", "--last", "1h");
        Assert.Equal((3, 2, 1), Figures(before));
        Assert.Equal(3, before.GetProperty("total").GetProperty("accepted").GetInt64());
        var rows = before.GetProperty("rows").EnumerateArray().ToDictionary(row => row.GetProperty("of").GetProperty("domain").GetString()!);
        Assert.Equal(2, rows["dest.test"].GetProperty("figures").GetProperty("delivered").GetInt64());
        Assert.Equal(1, rows["other.test"].GetProperty("figures").GetProperty("bounce_causes").GetProperty("no-such-user").GetInt64());
        Assert.Equal(1.0, rows["other.test"].GetProperty("points").EnumerateArray().Last().GetProperty("figures").GetProperty("bounce_rate").GetDouble());

        await SendAsync(server, "ann@dest.test");
        await DoneAsync(server, 4);
        await server.KillAsync();
        await server.StartAsync();
        Assert.Equal((4, 3, 1), Figures(await server.RunAsync("stats", "show", "--by", "domain")));
        Assert.Equal(0, await server.TerminateAsync());
        await server.StartAsync();
        Assert.Equal((4, 3, 1), Figures(await server.RunAsync("stats", "top", "--by", "domain")));

        var (exit, table, error) = await ServerProcess.RunToEndAsync(["stats", "show", "--data", server.Data]);
        Assert.True(exit == 0, error);
        Assert.Contains("bounced: no-such-user 1", table, StringComparison.Ordinal);
        Assert.Empty((await server.RunAsync("stats", "anomalies", "--open")).EnumerateArray());
        var limit = (await server.RunAsync("stats", "limits")).EnumerateArray().Single(one => one.GetProperty("limit").GetString() == "bounce-rate" && one.GetProperty("count").GetInt64() > 0);
        Assert.Equal(("unknown", 0.05), (limit.GetProperty("state").GetString(), limit.GetProperty("most").GetDouble()));
        (exit, table, error) = await ServerProcess.RunToEndAsync(["stats", "limits", "--data", server.Data]);
        Assert.True(exit == 0, error);
        Assert.Contains("too little mail to say", table, StringComparison.Ordinal);
        (exit, _, error) = await ServerProcess.RunToEndAsync(["stats", "show", "--by", "campaign,domain", "--data", server.Data]);
        Assert.Equal(65, exit);
        Assert.Contains("not counted together", error, StringComparison.Ordinal);
    }

    /// <summary>Of the recipients written to; the report of the bounce goes elsewhere.</summary>
    private static (long Attempts, long Delivered, long Bounced) Figures(JsonElement answer)
    {
        var rows = answer.GetProperty("rows").EnumerateArray().Where(row => row.GetProperty("of").GetProperty("domain").GetString()!.EndsWith(".test", StringComparison.Ordinal)).Select(row => row.GetProperty("figures")).ToList();
        long Sum(string name) => rows.Sum(figures => figures.GetProperty(name).GetInt64());
        return (Sum("attempts"), Sum("delivered"), Sum("bounced"));
    }

    private static async Task SendAsync(ServerProcess server, params string[] recipients)
    {
        using var client = await MailClient.ConnectAsync(server.Submission, Stop);
        foreach (var to in recipients) Assert.StartsWith("250", await client.SendAsync("me@mail.example.org", to, "", Stop), StringComparison.Ordinal);
    }

    private static async Task DoneAsync(ServerProcess server, int attempts)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while ((await server.RunAsync("events", "--limit", "1000")).GetProperty("events").EnumerateArray().Count(fact => fact.GetProperty("kind").GetString() is "delivered" or "bounced" && fact.GetProperty("recipient").GetString()!.EndsWith(".test", StringComparison.Ordinal)) < attempts)
            await Task.Delay(TimeSpan.FromMilliseconds(100), limit.Token);
    }
}
