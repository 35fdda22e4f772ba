using System.Text.Json;
using Standfast.Scenarios.Peers;

namespace Standfast.Scenarios.Attacks;

/// <summary>A campaign whose subject pretends to be a reply, so that people open it.</summary>
public sealed class FakeReplies
{
    private const string Footer = "\r\n\r\nGarden Ltd, 12 Harbour Street, Bristol. Unsubscribe: https://news.mail.example.org/u/17\r\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FakeReplyCampaign_IsRefusedAtTheDoor_AndOtherMailFlows()
    {
        using var sink = new ScriptedSink(command => Task.FromResult<string?>(ScriptedSink.Willing(command)));
        await using var server = new ServerProcess($"delivery.relay=127.0.0.1:{sink.Port}", "http.public_url=https://mail.example.org");
        await server.StartAsync();
        var key = await SendingClient.AddCredentialAsync(server);
        using var client = await SendingClient.ConnectAsync(server, "127.0.0.1", key, Stop);
        var refused = 0;
        for (var number = 0; number < 500; number++)
        {
            var reply = await client.SendAsync($"reader{number}@example{number % 20}.com", ($"Re: our talk of last week {number}\r\nX-Standfast-Stream: bulk", "As I said: garden tools at half the price." + Footer), Stop);
            if (reply.StartsWith("550 5.7.1 SF-4001 Subject \"Re: our talk of last week", StringComparison.Ordinal)) refused++;
            // Receipts of the same credential go on between them.
            if (number % 50 == 0) Assert.StartsWith("2.0.0 Ok: queued", await client.SendAsync($"buyer{number}@example.net", AttackMail.Receipt(number), Stop), StringComparison.Ordinal);
        }

        await AttackMail.WaitAsync(() => sink.Accepted.Count(content => content.Contains("Your order", StringComparison.Ordinal)) >= 10, Stop);
        TestContext.Current.TestOutputHelper?.WriteLine($"{sink.Accepted.Count(content => content.Contains("half the price", StringComparison.Ordinal))} of 500 messages left, {refused} were refused");
        Assert.Equal((500, 0), (refused, sink.Accepted.Count(content => content.Contains("half the price", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task ContentCheck_SaysTheSame_BeforeSending()
    {
        await using var server = new ServerProcess();
        await server.StartAsync();
        var file = Path.Combine(server.Data, "campaign.eml");
        async Task<(int Exit, JsonElement Report)> CheckAsync(string message, params string[] options)
        {
            await File.WriteAllTextAsync(file, message, Stop);
            var (exit, output, error) = await server.AskAsync(["content", "check", file, .. options]);
            Assert.True(output.Length > 0, error);
            return (exit, JsonDocument.Parse(output).RootElement.Clone());
        }

        const string Campaign = "From: Garden <news@mail.example.org>\nSubject: Re: our talk\n\nHalf the price.\n\nGarden Ltd, 12 Harbour Street, Bristol. Unsubscribe: https://news.mail.example.org/u/17\n";
        var (exit, report) = await CheckAsync(Campaign, "--stream", "bulk");
        Assert.Equal((65, "refused", "bulk", "SF-4001"), (exit, report.GetProperty("verdict").GetString(), report.GetProperty("stream").GetString(), report.GetProperty("findings")[0].GetProperty("id").GetString()));
        (exit, report) = await CheckAsync(Campaign);
        Assert.Equal((1, "noted", "transactional"), (exit, report.GetProperty("verdict").GetString(), report.GetProperty("stream").GetString()));
        (exit, report) = await CheckAsync(Campaign.Replace("Re: ", "News of ", StringComparison.Ordinal), "--stream", "bulk");
        Assert.Equal((0, "clean", 0), (exit, report.GetProperty("verdict").GetString(), report.GetProperty("score").GetInt32()));

        var (shown, text, _) = await ServerProcess.RunToEndAsync(["content", "check", file, "--data", server.Data]);
        Assert.Equal((0, true), (shown, text.StartsWith("clean: score 0", StringComparison.Ordinal)));
        Assert.Equal(66, (await ServerProcess.RunToEndAsync(["content", "check", file + ".none", "--data", server.Data])).Exit);
    }
}
