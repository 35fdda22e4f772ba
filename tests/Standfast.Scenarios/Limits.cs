using System.Globalization;
using System.Text.Json;
using Standfast.Scenarios.Peers;

namespace Standfast.Scenarios;

/// <summary>A limit lets through what it says, under many sessions and across crashes, and tells who is stopped by it what to do.</summary>
public sealed class Limits
{
    private const int Sessions = 200;

    private static readonly string[] s_settings = ["submission.trusted_networks=127.0.0.1/32", "delivery.paused=true"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ManySessions_GetExactlyTheLimit()
    {
        const int Limit = 5_000;
        await using var server = new ServerProcess(s_settings) { RunsAsShipped = true };
        await server.StartAsync();
        await server.RunAsync("limit", "set", "account:default", $"{Limit}", "messages/hour,", "1M", "recipients/day");
        var load = new SubmissionLoad(server.Submission);
        await load.RunAsync(Sessions, Limit, null, Stop);
        var queued = await QueuedAsync(server);
        TestContext.Current.TestOutputHelper?.WriteLine($"limit {Limit}, {Sessions} sessions: {load.Accepted} acknowledged, {queued} queued, {load.Refusals.Count} sessions refused, {load.Cut} cut");
        Assert.Equal(0, load.Cut);
        Assert.Equal(Sessions, load.Refusals.Count);
        Assert.Equal(load.Accepted, queued);
        Assert.InRange(queued, Limit * 99 / 100, Limit * 101 / 100);
        var refusal = load.Refusals.First();
        Assert.Matches(@"^451 4\.7\.1 SF-2001 account default: 5,000 messages per hour are used up, 0 left; [1-9][0-9,]* more at (\d{4}-\d\d-\d\d )?\d\d:\d\d UTC \(see http://.*/e/SF-2001\)$", refusal);
        var rows = await server.RunAsync("limit", "ls", "--subject", "account:default");
        Assert.Equal((queued, 0, "set"), Row(rows, "messages"));
        Assert.Equal((queued, 1_000_000 - queued, "set"), Row(rows, "recipients"));
    }

    [Fact]
    public async Task Kills_ChangeNothing_HoweverMany()
    {
        var kills = int.Parse(Environment.GetEnvironmentVariable("KILLS") ?? "4", CultureInfo.InvariantCulture);
        var limit = Math.Max(2_000, 200 * kills);
        await using var server = new ServerProcess(s_settings) { RunsAsShipped = true, StartsWithin = TimeSpan.FromMinutes(5) };
        await server.StartAsync();
        await server.RunAsync("limit", "set", "account:default", $"{limit}", "messages/day");
        var (acknowledged, cut) = (0, 0);
        var random = new Random(7);
        for (var round = 0; round < kills; round++)
        {
            var load = new SubmissionLoad(server.Submission);
            var enough = random.Next(1, 2 * limit / (kills + 2));
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var running = load.RunAsync(Sessions, limit, accepted => _ = accepted >= enough && reached.TrySetResult(), Stop);
            // Also where all is used up before.
            await Task.WhenAny(reached.Task, running);
            await server.KillAsync();
            await running;
            (acknowledged, cut) = (acknowledged + load.Accepted, cut + load.Cut);
            await server.StartAsync();
            if (round % 10 == 9) TestContext.Current.TestOutputHelper?.WriteLine($"{round + 1} kills: {acknowledged} acknowledged, {cut} sessions cut");
        }

        var last = new SubmissionLoad(server.Submission);
        await last.RunAsync(Sessions, limit, null, Stop);
        acknowledged += last.Accepted;
        var queued = await QueuedAsync(server);
        TestContext.Current.TestOutputHelper?.WriteLine($"limit {limit}, {kills} kills, {Sessions} sessions: {acknowledged} acknowledged, {queued} queued, {cut} sessions cut, {last.Accepted} in the last round");
        Assert.True(cut > 0);
        Assert.Equal(Sessions, last.Refusals.Count);
        Assert.True(queued >= acknowledged);
        Assert.InRange(queued, limit * 99L / 100, limit * 101L / 100);
    }

    [Fact]
    public async Task Recipients_AreToldAtRcpt_WhereNothingIsLeft_AndALimitGoesWithItsRemoval()
    {
        await using var server = Server("limits.provider=3 recipients/hour");
        await server.StartAsync();
        await server.RunAsync("limit", "set", "provider:example.net", "2 messages/day");
        Assert.Equal(2, (await SendAsync(server)).Accepted);
        Assert.Contains("provider example.net: 2 messages per day are used up, 0 left; 2 more at", (await SendAsync(server)).Refusals.Single(), StringComparison.Ordinal);
        await server.KillAsync();
        await server.StartAsync();
        Assert.Equal(0, (await SendAsync(server)).Accepted);
        await server.RunAsync("limit", "rm", "provider:example.net", "messages/day");
        Assert.Equal(5, (await SendAsync(server)).Accepted);
        var (exit, _, error) = await ServerProcess.RunToEndAsync(["limit", "rm", "provider:example.net", "--data", server.Data]);
        Assert.Equal((66, "standfast: no limit was set for provider:example.net\n"), (exit, error));
        (exit, _, error) = await ServerProcess.RunToEndAsync(["limit", "set", "shop", "5", "messages/week", "--data", server.Data]);
        Assert.Equal(65, exit);
        Assert.Contains("write SCOPE:NAME", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_SaysHowManyDays()
    {
        await using var server = Server("limits.provider=10000 recipients/day");
        await server.StartAsync();
        await server.RunAsync("account", "add", "shop");
        await server.RunAsync("limit", "set", "stream:shop/bulk", "1000 recipients/hour");
        var file = Path.Combine(server.Data, "plan.csv");
        await File.WriteAllTextAsync(file, "campaign,recipients,domain,account\r\nautumn,25000,gmail.com,shop/bulk\r\nautumn,5000,example.net,shop/bulk\r\n", Stop);
        var plan = await server.RunAsync("simulate", file);
        // 2,000, 3,000, 4,500, 6,750 and 10,000 by the account's ramp, then the rest.
        Assert.Equal(6, plan.GetProperty("days").GetInt32());
        var first = plan.GetProperty("table")[0];
        Assert.Equal((2_000, "gmail", "ramp account of account:shop"), (first.GetProperty("recipients").GetInt32(), first.GetProperty("provider").GetString(), first.GetProperty("bound_by").GetString()));
        Assert.Equal(30_000, plan.GetProperty("table").EnumerateArray().Sum(day => day.GetProperty("recipients").GetInt64()));
        await server.RunAsync("limit", "ramp", "account:shop", "off");
        Assert.Equal(3, (await server.RunAsync("simulate", file)).GetProperty("days").GetInt32());
        var (exit, output, _) = await ServerProcess.RunToEndAsync(["simulate", file, "--data", server.Data]);
        Assert.Equal(0, exit);
        Assert.StartsWith("30,000 recipients need 3 days, until ", output, StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, "campaign,recipients,domain\nautumn,many,gmail.com\n", Stop);
        (exit, _, var error) = await ServerProcess.RunToEndAsync(["simulate", file, "--data", server.Data]);
        Assert.Equal((65, "standfast: line 2: recipients = \"many\": must be a number from 1\n"), (exit, error));
    }

    private static ServerProcess Server(params string[] settings) => new([.. s_settings, .. settings]);

    private static async Task<SubmissionLoad> SendAsync(ServerProcess server)
    {
        var load = new SubmissionLoad(server.Submission);
        await load.RunAsync(1, 5, null, Stop);
        return load;
    }

    private static async Task<long> QueuedAsync(ServerProcess server) => (await server.RunAsync("status")).GetProperty("queue_messages").GetInt64();

    private static (long Used, long Left, string? Origin) Row(JsonElement rows, string metric)
    {
        var row = rows.EnumerateArray().Single(one => one.GetProperty("metric").GetString() == metric);
        return (row.GetProperty("used").GetInt64(), row.GetProperty("left").GetInt64(), row.GetProperty("origin").GetString());
    }
}
