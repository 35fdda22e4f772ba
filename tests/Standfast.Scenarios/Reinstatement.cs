using System.Text;
using System.Text.Json;
using Standfast.Scenarios.Peers;

namespace Standfast.Scenarios;

/// <summary>From a pasted notice to a request that can be sent, by the commands that a newcomer types; the server is killed on the way.</summary>
public sealed class Reinstatement
{
    private const string Notice = """
        From: abuse@hoster.example
        Subject: [Ticket#77] Spam from your server

        We received complaints that your server 192.0.2.10 sends unsolicited mail. Its SMTP password seems to be compromised.
        One of them was to ann.private@example.net.
        Please answer within 24 hours what happened and what you did, or we block port 25.
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PastedNotice_BecomesARequest_OnlyWhenTheRemedyIsReal_AndSurvivesKills()
    {
        await using var dns = new KnotServer();
        await dns.StartAsync("a MX 10 mx.a\nmx.a A 127.0.0.2");
        var folder = Directory.CreateTempSubdirectory("standfast-notice-");
        try
        {
            await using var server = new ServerProcess(
                $"dns.servers=127.0.0.1:{dns.Port}", "dns.timeout=1s", "recovery.organisation=Example Shop", "recovery.contact_name=Eve Owner", "recovery.contact_mailbox=eve@mail.example.org", "recovery.contact_phone=+49 30 123456");
            await server.StartAsync();
            var file = Path.Combine(folder.FullName, "notice.txt");
            await File.WriteAllTextAsync(file, Notice, Stop);
            var opened = await ShowAsync(server, "incident", "open", "--notice", file);
            var id = opened.GetProperty("incident").GetProperty("id").GetString()!;
            Assert.Contains("unsolicited", opened.GetProperty("notice").GetProperty("text").GetString(), StringComparison.Ordinal);
            Assert.NotEqual(JsonValueKind.Null, opened.GetProperty("notice").GetProperty("deadline").ValueKind);

            await AgainAsync(server);
            var named = await ShowAsync(server, "incident", "cause", id, "compromise", "--reason", "the password was in a leak");
            Assert.NotEmpty(named.GetProperty("checklist").EnumerateArray());

            // Nothing is done yet: no request, and the answer says what fails.
            var (exit, _, error) = await ServerProcess.RunToEndAsync(["incident", "request", id, "--data", server.Data]);
            Assert.NotEqual(0, exit);
            Assert.Contains("asking now would not be true: Stop the credential", error, StringComparison.Ordinal);
            var early = await ServerProcess.RunToEndAsync(["incident", "mark", id, "requested", "--reason", "sent", "--data", server.Data]);
            Assert.NotEqual(0, early.Exit);

            var checkedIncident = await ShowAsync(server, "incident", "check", id);
            var (overridden, steps) = (0, 0);
            foreach (var step in checkedIncident.GetProperty("checklist").EnumerateArray().Where(step => Text(step, "state") is "open" or "failing"))
            {
                if (steps++ == 1) await AgainAsync(server);
                if (Text(step, "check") is null) await ShowAsync(server, "incident", "sign", id, Text(step, "id")!, "--by", "Eve Owner", "--note", "looked at by hand");
                else
                {
                    overridden++;
                    await ShowAsync(server, "incident", "override", id, Text(step, "id")!, "--reason", "this test has no such credential");
                }
            }

            Assert.True(overridden > 0);
            foreach (var note in (string[])["cause: our SMTP password was stolen", "done: the password is revoked, and ann.private@example.net is suppressed", "prevention: a limit for each credential", "mail: order confirmations", "consent: only who ordered"])
                await server.RunAsync("incident", "note", id, "--text", note);

            var request = await server.RunAsync("incident", "request", id);
            var letter = Text(request, "letter")!;
            Assert.Contains("our SMTP password was stolen", letter, StringComparison.Ordinal);
            Assert.Contains("this test has no such credential", letter, StringComparison.Ordinal);
            Assert.Contains("***@example.net is suppressed", letter, StringComparison.Ordinal);
            Assert.StartsWith("%PDF-", await WriteAsync(server, id, "pdf", folder.FullName), StringComparison.Ordinal);
            Assert.Contains("\nSubject: Answer to your notice", await WriteAsync(server, id, "eml", folder.FullName), StringComparison.Ordinal);
            var page = await WriteAsync(server, id, "markdown", folder.FullName);
            Assert.Contains("***@example.net is suppressed", page, StringComparison.Ordinal);
            Assert.DoesNotContain("ann.private", page, StringComparison.Ordinal);

            foreach (var stage in (string[])["requested", "reinstated", "closed"])
            {
                await ShowAsync(server, "incident", "mark", id, stage, "--reason", "as their ticket says");
                if (stage == "requested") await AgainAsync(server);
                Assert.Equal(stage, Text((await server.RunAsync("incident", "show", id)).GetProperty("incident"), "stage"));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Writes the request to a file, as who sends it does.</summary>
    private static async Task<string> WriteAsync(ServerProcess server, string id, string format, string folder)
    {
        var output = Path.Combine(folder, $"request.{format}");
        var (exit, _, error) = await ServerProcess.RunToEndAsync(["incident", "request", id, "--format", format, "--output", output, "--data", server.Data]);
        Assert.True(exit == 0, error);
        return Encoding.Latin1.GetString(await File.ReadAllBytesAsync(output, Stop));
    }

    private static async Task AgainAsync(ServerProcess server)
    {
        await server.KillAsync();
        await server.StartAsync();
    }

    /// <summary>The incident, also where the answer is a list of one.</summary>
    private static async Task<JsonElement> ShowAsync(ServerProcess server, params string[] command)
    {
        var answer = await server.RunAsync(command);
        return answer.ValueKind == JsonValueKind.Array ? Assert.Single(answer.EnumerateArray()) : answer;
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
