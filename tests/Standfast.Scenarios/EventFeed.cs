using System.Text.Json;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Standfast.Scenarios;

/// <summary>An owner reads what happened to the mail, and a program follows it page by page.</summary>
public sealed class EventFeed
{
    [Fact]
    public async Task Events_ComeOnceAndInOrder_PageByPage()
    {
        await using var server = new ServerProcess("submission.trusted_networks=127.0.0.1/32");
        await server.StartAsync();
        for (var number = 0; number < 3; number++) await SubmitAsync(server.Submission);
        Assert.Equal(3, (await server.WaitForMailAsync("mail.example.org", "you", 3)).Length);
        for (var round = 0; round < 400 && (await server.RunAsync("status")).GetProperty("queue_messages").GetInt64() > 0; round++) await Task.Delay(50, TestContext.Current.CancellationToken);

        var all = new List<JsonElement>();
        var after = 0L;
        for (var size = 2; size == 2;)
        {
            var page = await server.RunAsync("events", "--after", $"{after}", "--limit", "2");
            size = page.GetProperty("events").GetArrayLength();
            all.AddRange(page.GetProperty("events").EnumerateArray());
            after = page.GetProperty("next_after").GetInt64();
        }

        Assert.Equal(6, all.Count);
        Assert.Equal(all.Select(Id).Order().Distinct(), all.Select(Id));
        Assert.Equal(after, Id(all[^1]));
        var message = all[0].GetProperty("message").GetString()!;
        Assert.Equal(["accepted", "delivered"], (await EventsAsync(server, "--message", message)).Select(Kind));
        Assert.Equal(all.Where(one => Kind(one) == "delivered").Select(Id), (await EventsAsync(server, "--kind", "delivered")).Select(Id));
        Assert.Equal(all[^2..].Select(Id), (await EventsAsync(server, "--limit", "2")).Select(Id));
        Assert.Equal(after, (await server.RunAsync("events", "--after", $"{after}")).GetProperty("next_after").GetInt64());

        var (exit, output, _) = await ServerProcess.RunToEndAsync(["events", "--message", message, "--data", server.Data]);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((0, 3), (exit, lines.Length));
        Assert.Contains($" accepted    {message} <me@mail.example.org> -> <you@mail.example.org>: ", lines[0], StringComparison.Ordinal);
        Assert.Contains($" delivered   {message} <me@mail.example.org> -> <you@mail.example.org> try 1 at maildir", lines[1], StringComparison.Ordinal);

        foreach (var (option, value, complaint) in ((string, string, string)[])[
            ("--limit", "0", "limit = \"0\" must be a whole number from 1 to 1000"), ("--limit", "1001", "limit = \"1001\" must be"), ("--after", "-1", "after = \"-1\" must be"),
            ("--kind", "lost", "kind = \"lost\" must be one of accepted, delivered,"), ("--message", "x", "message = \"x\" is not a message id")])
        {
            (exit, _, var error) = await ServerProcess.RunToEndAsync(["events", option, value, "--data", server.Data]);
            Assert.Equal(65, exit);
            Assert.Contains(complaint, error, StringComparison.Ordinal);
        }
    }

    private static async Task<List<JsonElement>> EventsAsync(ServerProcess server, params string[] options) =>
        [.. (await server.RunAsync(["events", .. options])).GetProperty("events").EnumerateArray()];

    private static long Id(JsonElement one) => one.GetProperty("id").GetInt64();

    private static string Kind(JsonElement one) => one.GetProperty("kind").GetString()!;

    private static async Task SubmitAsync(int port)
    {
        using var client = new SmtpClient();
        await client.ConnectAsync("127.0.0.1", port, SecureSocketOptions.None, TestContext.Current.CancellationToken);
        using var body = new TextPart("plain") { Text = "hello\n" };
        using var message = new MimeMessage([new MailboxAddress("Me", "me@mail.example.org")], [new MailboxAddress("You", "you@mail.example.org")], "events", body);
        await client.SendAsync(message, TestContext.Current.CancellationToken);
        await client.DisconnectAsync(true, TestContext.Current.CancellationToken);
    }
}
