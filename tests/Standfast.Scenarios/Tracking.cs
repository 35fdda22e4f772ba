using System.Net;
using System.Text;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Standfast.Scenarios.Peers;

namespace Standfast.Scenarios;

/// <summary>A newsletter whose opens and clicks are wanted: it arrives with a signature that holds, its links lead where they led, and what readers do is told apart from machines.</summary>
public sealed class Tracking
{
    private const string Target = "https://shop.example.org/sale?a=1&b=2";

    private static readonly HttpClient s_http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TrackedNewsletter_IsSigned_LeadsWhereItLed_AndTellsWhoReadIt()
    {
        using var sink = new ScriptedSink(command => Task.FromResult<string?>(ScriptedSink.Willing(command)));
        await using var dns = new KnotServer();
        var http = FreePorts.Next();
        await using var server = new ServerProcess(
            "submission.trusted_networks=127.0.0.1/32", $"delivery.relay=127.0.0.1:{sink.Port}", $"dns.servers=127.0.0.1:{dns.Port}", $"http.listen=127.0.0.1:{http}", $"http.public_url=http://127.0.0.1:{http}",
            "tracking.streams=default");
        await server.StartAsync();
        await server.RunAsync("domain", "add", "shop.test");
        var record = (await server.RunAsync("domain", "dns", "shop.test")).EnumerateArray().First();
        await dns.StartAsync($"{record.GetProperty("name").GetString()}. TXT {string.Join(' ', record.GetProperty("value").GetString()!.Chunk(255).Select(part => $"\"{new string(part)}\""))}");

        var id = await SubmitAsync(server, "bulk");
        await SubmitAsync(server, "transactional");
        for (var round = 0; round < 200 && sink.Accepted.Count < 2; round++) await Task.Delay(50, Stop);
        var arrived = sink.Accepted.ToArray();
        foreach (var content in arrived)
        {
            var file = Path.Combine(server.Data, "arrived.eml");
            await File.WriteAllTextAsync(file, content, Encoding.Latin1, Stop);
            await Tool.RunAsync("/usr/bin/python3", Tool.Source("clients/verify.py"), file, $"{dns.Port}");
        }

        var (newsletter, receipt) = (Parse(arrived.Single(content => content.Contains("\nList-Unsubscribe:", StringComparison.Ordinal))), Parse(arrived.Single(content => !content.Contains("\nList-Unsubscribe:", StringComparison.Ordinal))));
        Assert.Contains($"href=\"{WebUtility.HtmlEncode(Target)}\"", receipt.HtmlBody, StringComparison.Ordinal);
        Assert.Equal(receipt.TextBody, newsletter.TextBody);
        var link = Between(newsletter.HtmlBody!, "href=\"", "\"");
        var image = Between(newsletter.HtmlBody!, "src=\"", "\"");
        Assert.StartsWith($"http://127.0.0.1:{http}/l/", link, StringComparison.Ordinal);

        // A scanner follows it at once; eleven seconds after delivery a reader does.
        await AskAsync(HttpMethod.Head, link);
        await Task.Delay(TimeSpan.FromSeconds(11), Stop);
        using (var opened = await AskAsync(HttpMethod.Get, image)) Assert.Equal("image/gif", opened.Content.Headers.ContentType?.MediaType);
        using (var followed = await AskAsync(HttpMethod.Get, link)) Assert.Equal((HttpStatusCode.Redirect, Target), (followed.StatusCode, followed.Headers.Location?.ToString()));
        using (var forged = await AskAsync(HttpMethod.Get, link[..^3] + "AAA")) Assert.Equal(HttpStatusCode.NotFound, forged.StatusCode);

        // Clicks are judged ten seconds later; a server that stops judges what it has.
        Assert.Equal(0, await server.TerminateAsync());
        await server.StartAsync();
        var facts = (await server.RunAsync("message", "show", id)).GetProperty("timeline").EnumerateArray().Select(fact => $"{fact.GetProperty("event").GetString()} {fact.GetProperty("detail").GetString()}").ToList();
        Assert.Contains("opened Reader/1.0", facts);
        Assert.Contains($"clicked {Target}", facts);
        Assert.Contains($"clicked machine: only the header was asked for; {Target}", facts);
    }

    private static MimeMessage Parse(string content)
    {
        using var stream = new MemoryStream(Encoding.Latin1.GetBytes(content));
        return MimeMessage.Load(stream, Stop);
    }

    private static string Between(string text, string before, string after)
    {
        var start = text.IndexOf(before, StringComparison.Ordinal) + before.Length;
        return text[start..text.IndexOf(after, start, StringComparison.Ordinal)];
    }

    private static async Task<HttpResponseMessage> AskAsync(HttpMethod method, string url)
    {
        using var request = new HttpRequestMessage(method, url);
        request.Headers.UserAgent.ParseAdd("Reader/1.0");
        return await s_http.SendAsync(request, Stop);
    }

    /// <returns>The message's id.</returns>
    private static async Task<string> SubmitAsync(ServerProcess server, string stream)
    {
        var message = new MimeMessage { Subject = "News of the shop" };
        message.From.Add(MailboxAddress.Parse("news@shop.test"));
        message.To.Add(MailboxAddress.Parse("ann@dest.test"));
        message.Headers.Add("X-Standfast-Stream", stream);
        message.Body = new BodyBuilder
        {
            TextBody = $"Dear reader, all is on sale today: {Target}\r\nShop, 1 High Street, London\r\n",
            HtmlBody = $"<html><body><p>Dear reader, all is on sale <a href=\"{WebUtility.HtmlEncode(Target)}\">today</a>.</p><p>Shop, 1 High Street, London</p></body></html>\r\n",
        }.ToMessageBody();
        using var client = new SmtpClient();
        await client.ConnectAsync("127.0.0.1", server.Submission, SecureSocketOptions.None, Stop);
        var reply = await client.SendAsync(message, Stop);
        await client.DisconnectAsync(true, Stop);
        return reply[(reply.LastIndexOf(' ') + 1)..];
    }
}
