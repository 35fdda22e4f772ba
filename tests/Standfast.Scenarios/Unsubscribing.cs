using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Standfast.Scenarios.Attacks;
using Standfast.Scenarios.Peers;

namespace Standfast.Scenarios;

/// <summary>Readers of a newsletter leave it: by one click, by the page, by mail. From then on nothing of it comes, whatever happens to the server.</summary>
public sealed partial class Unsubscribing
{
    private const string Sender = "me@mail.example.org";
    private const int EachRound = 12;
    private const string Bulk = "X-Standfast-Stream: bulk\r\n";

    private static readonly HttpClient s_http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.Zero });

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Dictionary<string, string> OneClick => new() { ["List-Unsubscribe"] = "One-Click" };

    [Fact]
    public async Task OneClick_StopsWhatIsQueued_WithinASecond_AndOnlyThat()
    {
        var isOpen = true;
        using var sink = new ScriptedSink(command => Task.FromResult<string?>(
            command.StartsWith("RCPT", StringComparison.Ordinal) && !Volatile.Read(ref isOpen) ? "450 4.2.1 not now" : ScriptedSink.Willing(command)));
        await using var server = Server(sink, "delivery.retry=1s");
        await server.StartAsync();
        using var client = await MailClient.ConnectAsync(server.Submission, Stop);
        var link = await LinkForAsync(client, sink, "ann@dest.test");
        Volatile.Write(ref isOpen, false);
        for (var number = 0; number < 200; number++) Assert.StartsWith("250", await client.SendAsync(Sender, number % 2 == 0 ? "ann@dest.test" : "bob@dest.test", Bulk, Stop), StringComparison.Ordinal);
        Assert.StartsWith("250", await client.SendAsync(Sender, "ann@dest.test", "X-Standfast-Stream: transactional\r\n", Stop), StringComparison.Ordinal);
        await UntilAsync(() => sink.Commands.Count(command => command.StartsWith("RCPT", StringComparison.Ordinal)) > 20);

        Assert.Equal(HttpStatusCode.OK, await PostAsync(link, OneClick));
        var since = Stopwatch.GetTimestamp();
        Volatile.Write(ref isOpen, true);
        await UntilAsync(() => Delivered(sink, "bob") == 100 && Delivered(sink, "ann") == 2);
        TestContext.Current.TestOutputHelper?.WriteLine($"queue empty {Stopwatch.GetElapsedTime(since).TotalSeconds:0.0} s after the POST");
        // Ann's first message, and her transactional one; a transaction that was under way at the POST could have been a third, but the sink took none before.
        Assert.Equal(2, Delivered(sink, "ann"));
        await UntilAsync(() => Count(server, "suppressed") == 100);
        Assert.StartsWith("550 5.7.1 SF-3002 ", await client.SendAsync(Sender, "ann@dest.test", Bulk, Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AcknowledgedUnsubscribe_Holds_WheneverTheServerIsKilled()
    {
        var rounds = int.Parse(Environment.GetEnvironmentVariable("CRASHES") ?? "8", null);
        var (isOpen, random) = (true, new Random(5));
        using var sink = new ScriptedSink(command => Task.FromResult<string?>(
            command.StartsWith("RCPT", StringComparison.Ordinal) && !Volatile.Read(ref isOpen) ? "450 4.2.1 not now" : ScriptedSink.Willing(command)));
        await using var server = Server(sink, "delivery.retry=1s");
        await server.StartAsync();
        var links = new List<string>();
        using (var client = await MailClient.ConnectAsync(server.Submission, Stop))
        {
            for (var number = 0; number < rounds * EachRound; number++) links.Add(await LinkForAsync(client, sink, $"user{number}@dest.test"));
            Volatile.Write(ref isOpen, false);
            for (var number = 0; number < rounds * EachRound; number++) Assert.StartsWith("250", await client.SendAsync(Sender, $"user{number}@dest.test", Bulk, Stop), StringComparison.Ordinal);
        }

        var acknowledged = new HashSet<int>();
        for (var round = 0; round < rounds; round++)
        {
            // One wish after the other; the server is killed before, at and after them.
            var kill = KillAsync(server, TimeSpan.FromMilliseconds(random.Next(0, 300)));
            for (var number = round * EachRound; number < (round + 1) * EachRound && await IsAcknowledgedAsync(links[number]); number++) acknowledged.Add(number);
            await kill;
            await server.StartAsync();
            var known = (await server.RunAsync("suppress", "ls", "--limit", "1000")).EnumerateArray().Select(entry => entry.GetProperty("address").GetString()).ToHashSet();
            Assert.All(acknowledged, number => Assert.Contains($"user{number}@dest.test", known));
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{rounds} kills, {acknowledged.Count} of {rounds * EachRound} unsubscribes acknowledged, all held");
        Assert.NotEmpty(acknowledged);
        Volatile.Write(ref isOpen, true);
        await UntilAsync(() => Metric(server, "standfast_queue_messages") == 0);
        Assert.All(acknowledged, number => Assert.Equal(1, Delivered(sink, $"user{number}")));
    }

    [Fact]
    public async Task ForgedTokens_AndMereLooks_ChangeNothing()
    {
        using var sink = new ScriptedSink(command => Task.FromResult<string?>(ScriptedSink.Willing(command)));
        await using var server = Server(sink);
        await server.StartAsync();
        using var client = await MailClient.ConnectAsync(server.Submission, Stop);
        var link = await LinkForAsync(client, sink, "ann@dest.test");
        var (slash, random) = (link.LastIndexOf('/') + 1, new Random(11));
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        for (var round = 0; round < 1_000; round++)
        {
            var token = link[slash..].ToCharArray();
            var place = round % token.Length;
            token[place] = alphabet[(alphabet.IndexOf(token[place], StringComparison.Ordinal) + 1 + random.Next(63)) % 64];
            Assert.Equal(HttpStatusCode.NotFound, await PostAsync(link[..slash] + new string(token), OneClick));
        }

        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Head, HttpMethod.Options])
        {
            using var response = await s_http.SendAsync(new HttpRequestMessage(method, link), Stop);
            Assert.True(response.IsSuccessStatusCode);
            Assert.False(response.Headers.Contains("Set-Cookie"));
        }

        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(link, new() { ["utm"] = "x" }));
        Assert.Equal(0, (await server.RunAsync("suppress", "ls")).GetArrayLength());

        // The page holds the button that a person presses; then all but transactional mail ends.
        Assert.Contains("<button name=\"scope\" value=\"account\">", await s_http.GetStringAsync(link, Stop), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await PostAsync(link, new() { ["scope"] = "account" }));
        Assert.StartsWith("550 5.7.1 SF-3002", await client.SendAsync(Sender, "ann@dest.test", "X-Standfast-Stream: news\r\n", Stop), StringComparison.Ordinal);
        Assert.StartsWith("250", await client.SendAsync(Sender, "ann@dest.test", "", Stop), StringComparison.Ordinal);
        // Pressed once more it is the same wish.
        Assert.Equal(HttpStatusCode.OK, await PostAsync(link, new() { ["scope"] = "account" }));
        var fact = Assert.Single((await server.RunAsync("events", "--kind", "unsubscribed")).GetProperty("events").EnumerateArray());
        Assert.Equal(("ann@dest.test", "default"), (fact.GetProperty("recipient").GetString(), fact.GetProperty("account").GetString()));
        Assert.Equal(1, fact.GetProperty("attempt").GetInt32());
        var (exit, _, error) = await ServerProcess.RunToEndAsync(["suppress", "rm", "ann@dest.test", "--data", server.Data]);
        Assert.Equal(73, exit);
        Assert.Contains("has unsubscribed", error, StringComparison.Ordinal);
        Assert.Equal(1, (await server.RunAsync("suppress", "rm", "ann@dest.test", "--reason", "unsubscribed")).GetProperty("removed").GetInt32());
        Assert.StartsWith("250", await client.SendAsync(Sender, "ann@dest.test", Bulk, Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MailToTheAddressInTheField_Unsubscribes_AndMailToSeveralAsksWhoItIs()
    {
        using var sink = new ScriptedSink(command => Task.FromResult<string?>(ScriptedSink.Willing(command)));
        await using var server = Server(sink, "consent.mail_domain=mail.example.org");
        await server.StartAsync();
        using var client = await MailClient.ConnectAsync(server.Submission, Stop);
        await LinkForAsync(client, sink, "ann@dest.test");
        var address = MailTo().Match(sink.Accepted.Last()).Groups[1].Value;
        using (var mail = await MailClient.ConnectAsync(server.Smtp, Stop)) Assert.Equal("250 2.0.0 Ok: unsubscribed", await mail.SendAsync("ann@dest.test", address, "", Stop));
        Assert.Equal("bulk", Assert.Single((await server.RunAsync("suppress", "ls", "--address", "ann@dest.test")).EnumerateArray()).GetProperty("stream").GetString());

        await client.SendAsync(Sender, "bob@dest.test eve@dest.test", Bulk, Stop);
        await UntilAsync(() => sink.Accepted.Count == 2);
        Assert.DoesNotContain("List-Unsubscribe-Post", sink.Accepted.Last().Split("\r\n\r\n")[0].Replace("List-Unsubscribe-Post:List", "", StringComparison.Ordinal).Split("DKIM-Signature")[0], StringComparison.Ordinal);
        var link = Link().Match(sink.Accepted.Last()).Groups[1].Value;
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(link, OneClick));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(link, new() { ["scope"] = "stream", ["address"] = "mallory@dest.test" }));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(link, new() { ["scope"] = "stream", ["address"] = "Bob@dest.test" }));
        Assert.Equal(["ann@dest.test", "bob@dest.test"], (await server.RunAsync("suppress", "ls")).EnumerateArray().Select(entry => entry.GetProperty("address").GetString()));
    }

    [Fact]
    public async Task BulkMailThatNobodyCouldLeave_DoesNotLeave()
    {
        using var sink = new ScriptedSink(command => Task.FromResult<string?>(ScriptedSink.Willing(command)));
        await using var server = new ServerProcess($"delivery.relay=127.0.0.1:{sink.Port}");
        await server.StartAsync();
        using var client = await SendingClient.ConnectAsync(server, "127.0.0.1", await SendingClient.AddCredentialAsync(server), Stop);
        var letter = AttackMail.Receipt(1);
        var refused = 0;
        for (var number = 0; number < 300; number++)
            if ((await client.SendAsync($"user{number}@dest.test", letter, Stop, Bulk)).StartsWith("550 5.7.1 SF-3004", StringComparison.Ordinal)) refused++;
        Assert.Equal(200, refused);
        Assert.StartsWith("550 5.7.1 SF-3003", await client.SendAsync("ann@dest.test", letter, Stop, "List-Unsubscribe: click below\r\n"), StringComparison.Ordinal);
        for (var number = 0; number < 50; number++) Assert.StartsWith("2.0.0 Ok: queued", await client.SendAsync("ann@dest.test", letter, Stop), StringComparison.Ordinal);
        await UntilAsync(() => sink.Accepted.Count == 150);
    }

    [Fact]
    public async Task DeadAddress_IsWrittenToOnce_AndAMistakeIsUndoneByItsCause()
    {
        using var sink = new ScriptedSink(command => Task.FromResult<string?>(command.StartsWith("RCPT", StringComparison.Ordinal) && command.Contains("dead", StringComparison.Ordinal) ? "550 5.1.1 no such user"
            : command.StartsWith("RCPT", StringComparison.Ordinal) && command.Contains("spam", StringComparison.Ordinal) ? "550 5.7.1 blocked for its reputation" : ScriptedSink.Willing(command)));
        await using var server = Server(sink);
        await server.StartAsync();
        using var client = await MailClient.ConnectAsync(server.Submission, Stop);
        foreach (var address in (string[])["dead@dest.test", "spam@dest.test"]) Assert.StartsWith("250", await client.SendAsync(Sender, address, "", Stop), StringComparison.Ordinal);
        await UntilAsync(() => Count(server, "bounced") == 2);
        var reply = "";
        for (var round = 0; round < 100 && !reply.StartsWith("550 5.7.1 SF-3001", StringComparison.Ordinal); round++)
        {
            reply = await client.SendAsync(Sender, "dead@dest.test", "", Stop);
            await Task.Delay(TimeSpan.FromMilliseconds(50), Stop);
        }

        Assert.StartsWith("550 5.7.1 SF-3001 dead@dest.test: is on the suppression list of account default: it does not exist, its server said;", reply, StringComparison.Ordinal);
        Assert.StartsWith("250", await client.SendAsync(Sender, "spam@dest.test", "", Stop), StringComparison.Ordinal);
        var cause = Assert.Single((await server.RunAsync("suppress", "ls")).EnumerateArray()).GetProperty("cause").GetString()!;
        Assert.Equal(1, (await server.RunAsync("suppress", "undo", "--cause", cause)).GetProperty("removed").GetInt32());
        Assert.StartsWith("250", await client.SendAsync(Sender, "dead@dest.test", "", Stop), StringComparison.Ordinal);
    }

    private static async Task KillAsync(ServerProcess server, TimeSpan later)
    {
        await Task.Delay(later, Stop);
        await server.KillAsync();
    }

    private static async Task<bool> IsAcknowledgedAsync(string link)
    {
        try
        {
            return await PostAsync(link, OneClick) == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static ServerProcess Server(ScriptedSink sink, params string[] settings)
    {
        var port = FreePorts.Next();
        return new ServerProcess(["submission.trusted_networks=127.0.0.1/32", $"delivery.relay=127.0.0.1:{sink.Port}", $"http.listen=127.0.0.1:{port}", $"http.public_url=http://127.0.0.1:{port}", .. settings]);
    }

    /// <summary>Sends one newsletter and reads the link in it.</summary>
    private static async Task<string> LinkForAsync(MailClient client, ScriptedSink sink, string address)
    {
        var before = sink.Accepted.Count;
        Assert.StartsWith("250", await client.SendAsync(Sender, address, Bulk, Stop), StringComparison.Ordinal);
        await UntilAsync(() => sink.Accepted.Count > before);
        var content = sink.Accepted.Last();
        Assert.Contains("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n", content, StringComparison.Ordinal);
        return Link().Match(content).Groups[1].Value;
    }

    private static async Task<HttpStatusCode> PostAsync(string link, Dictionary<string, string> form)
    {
        using var content = new FormUrlEncodedContent(form);
        using var response = await s_http.PostAsync(link, content, Stop);
        return response.StatusCode;
    }

    private static int Delivered(ScriptedSink sink, string local) => sink.Accepted.Count(content => content.Contains($"\r\nTo: {local}@", StringComparison.Ordinal));

    private static int Count(ServerProcess server, string kind) => Metric(server, $"standfast_events_total{{kind=\"{kind}\"}}");

    private static int Metric(ServerProcess server, string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{HttpPort(server)}/metrics");
        using var response = s_http.Send(request, Stop);
        using var reader = new StreamReader(response.Content.ReadAsStream(Stop));
        return int.Parse(reader.ReadToEnd().Split('\n').First(line => line.StartsWith(name + " ", StringComparison.Ordinal))[(name.Length + 1)..], null);
    }

    private static string HttpPort(ServerProcess server) => File.ReadAllText(Path.Combine(server.Data, "http.endpoint")).Trim().Split(':')[^1];

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (!condition()) await Task.Delay(TimeSpan.FromMilliseconds(20), limit.Token);
    }

    [GeneratedRegex(@"List-Unsubscribe: <(http://[^>]+)>")]
    private static partial Regex Link();

    [GeneratedRegex(@"<mailto:([^>]+)>")]
    private static partial Regex MailTo();
}
