using System.Globalization;
using Standfast.Scenarios.Peers;

namespace Standfast.Scenarios;

/// <summary>Mail from other servers: a real DNS server lists some of them; malware is refused, quarantined or tagged as the domain wants; greylisted senders come back.</summary>
public sealed class InboundGuard
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ListedClient_IsRefused_AndAZoneThatListsEverybodyIsNot()
    {
        await using var dns = new KnotServer();
        await dns.StartAsync("2.0.0.127.bl A 127.0.0.2\n9.0.0.127.bl A 127.0.0.4\n8.0.0.127.bl A 127.0.1.1\n*.open A 127.0.0.2\n7.0.0.127.bl A 127.0.0.2");
        await using var server = new ServerProcess($"dns.servers=127.0.0.1:{dns.Port}", "inbound.dnsbl=open.test,bl.test=127.0.0.2-127.0.0.11");
        await server.StartAsync();
        using (var listed = await SmtpTalk.ConnectAsync(server.Smtp, Stop, "127.0.0.9"))
            Assert.StartsWith("550 5.7.1 SF-8001 client 127.0.0.9: is listed by bl.test (127.0.0.4)", await SendAsync(listed, "x"), StringComparison.Ordinal);
        using (var other = await SmtpTalk.ConnectAsync(server.Smtp, Stop, "127.0.0.8")) Assert.StartsWith("250", await SendAsync(other, "x"), StringComparison.Ordinal);
        var zones = await server.RunAsync("inbound", "zones");
        Assert.Equal(["bad", "good"], zones.EnumerateArray().Select(zone => zone.GetProperty("state").GetString()));
        Assert.Contains("would list everybody", zones[0].GetProperty("problem").GetString(), StringComparison.Ordinal);
        // Tagged instead, where the domain wants that.
        await server.RunAsync("inbound", "policy", "set", "mail.example.org", "--dnsbl", "tag");
        using (var listed = await SmtpTalk.ConnectAsync(server.Smtp, Stop, "127.0.0.9")) Assert.StartsWith("250", await SendAsync(listed, "x"), StringComparison.Ordinal);
        var mails = await Task.WhenAll((await server.WaitForMailAsync("mail.example.org", "me", 2)).Select(file => File.ReadAllTextAsync(file, Stop)));
        Assert.Single(mails, mail => mail.Contains("X-Standfast-Spam: no", StringComparison.Ordinal));
        Assert.Single(mails, mail => mail.Contains("X-Standfast-Spam: yes;", StringComparison.Ordinal) && mail.Contains("SF-8001 client 127.0.0.9 is listed by bl.test", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Malware_IsRefused_QuarantinedOrTagged_AsTheDomainWants()
    {
        await using var server = new ServerProcess();
        await server.StartAsync();
        using var client = await SmtpTalk.ConnectAsync(server.Smtp, Stop);
        var attack = Attached("a.zip", MalwareSamples.Zip(("b.zip", MalwareSamples.Zip(("c.txt", MalwareSamples.TestFile)))));
        Assert.StartsWith("550 5.7.1 SF-6010 attachment \"a.zip > b.zip > c.txt\"", await SendAsync(client, attack), StringComparison.Ordinal);
        await server.RunAsync("inbound", "policy", "set", "mail.example.org", "--malware", "quarantine");
        Assert.StartsWith("250 2.0.0 Ok: queued as", await SendAsync(client, attack), StringComparison.Ordinal);
        var held = Assert.Single((await server.RunAsync("queue", "ls", "--status", "held")).EnumerateArray());
        Assert.Empty(server.Mailbox("mail.example.org", "me"));
        // The policy and the quarantine stay over a crash.
        await server.KillAsync();
        await server.StartAsync();
        Assert.Equal("quarantine", (await server.RunAsync("inbound", "policy", "ls")).EnumerateArray().Single(policy => policy.GetProperty("domain").GetString() == "mail.example.org").GetProperty("malware").GetString());
        await server.RunAsync("queue", "release", "--id", held.GetProperty("id").GetString()!, "--reason", "wanted");
        var mail = await File.ReadAllTextAsync(Assert.Single(await server.WaitForMailAsync("mail.example.org", "me", 1)), Stop);
        Assert.Contains("X-Standfast-Spam: yes;", mail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ForgedVerdict_IsCut_AndRecipientsOfOtherRulesComeInAnotherTransaction()
    {
        await using var server = new ServerProcess();
        await server.StartAsync();
        await server.RunAsync("domain", "add", "local.test", "--local", "maildir");
        await server.RunAsync("inbound", "policy", "set", "local.test", "--spam", "refuse");
        using var client = await SmtpTalk.ConnectAsync(server.Smtp, Stop);
        await client.SayAsync("MAIL FROM:<you@dest.example>", Stop);
        Assert.StartsWith("250", await client.SayAsync("RCPT TO:<me@mail.example.org>", Stop), StringComparison.Ordinal);
        Assert.StartsWith("452 4.5.3", await client.SayAsync("RCPT TO:<me@local.test>", Stop), StringComparison.Ordinal);
        await client.SayAsync("RSET", Stop);
        Assert.StartsWith("250", await SendAsync(client, "x", "X-Standfast-Spam: no; trust me\r\n"), StringComparison.Ordinal);
        var mail = await File.ReadAllTextAsync(Assert.Single(await server.WaitForMailAsync("mail.example.org", "me", 1)), Stop);
        Assert.DoesNotContain("trust me", mail, StringComparison.Ordinal);
        Assert.Contains("X-Standfast-Spam: no", mail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GreylistedSender_ComesBackAndIsTaken()
    {
        await using var server = new ServerProcess("inbound.greylist_delay=2s");
        await server.StartAsync();
        await server.RunAsync("inbound", "policy", "set", "*", "--greylisting", "true");
        using var client = await SmtpTalk.ConnectAsync(server.Smtp, Stop);
        var reply = await SendAsync(client, "x");
        Assert.StartsWith("451 4.7.1 SF-8002 me@mail.example.org: is greylisted", reply, StringComparison.Ordinal);
        for (var round = 0; round < 100 && !reply.StartsWith("250", StringComparison.Ordinal); round++)
        {
            await Task.Delay(100, Stop);
            reply = await SendAsync(client, "x");
        }

        Assert.StartsWith("250", reply, StringComparison.Ordinal);
        Assert.StartsWith("250", await SendAsync(client, "x"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ScannerThatIsGone_DefersReceivedMail_UntilItIsThere()
    {
        await using var clamd = new ClamdServer();
        await using var server = new ServerProcess($"scanner.clamav={clamd.Socket}");
        await server.StartAsync();
        using var client = await SmtpTalk.ConnectAsync(server.Smtp, Stop);
        Assert.StartsWith("451 4.7.1 SF-6025", await SendAsync(client, "x"), StringComparison.Ordinal);
        await clamd.StartAsync();
        Assert.StartsWith("550 5.7.1 SF-6020", await SendAsync(client, ClamdServer.Marker), StringComparison.Ordinal);
        Assert.StartsWith("250", await SendAsync(client, "x"), StringComparison.Ordinal);
        Assert.Single(await server.WaitForMailAsync("mail.example.org", "me", 1));
    }

    private static Task<string> SendAsync(SmtpTalk client, string rest, string fields = "") => client.SendAsync(
        rest.StartsWith("MIME", StringComparison.Ordinal) ? $"From: you@dest.example\r\nSubject: x\r\n{fields}{rest}" : $"From: you@dest.example\r\nSubject: x\r\n{fields}\r\n{rest}\r\n", Stop, "you@dest.example", "me@mail.example.org");

    private static string Attached(string name, byte[] content) =>
        string.Create(CultureInfo.InvariantCulture, $"MIME-Version: 1.0\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"{name}\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{Convert.ToBase64String(content, Base64FormattingOptions.InsertLineBreaks)}\r\n");
}
