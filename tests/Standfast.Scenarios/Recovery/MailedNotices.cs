using System.Text.Json;
using Standfast.Scenarios.Peers;

namespace Standfast.Scenarios.Recovery;

/// <summary>Notices come by mail to abuse@ and postmaster@ of a domain of ours: each opens the right incident or joins it, and lies in its mailbox. What may be forged opens none.</summary>
public sealed class MailedNotices
{
    private const string Domain = "mail.example.org", Host = "127.0.0.9", Reporter = "127.0.0.10", Stranger = "127.0.0.66";

    private const string HostsNotice = "From: Hoster abuse team <abuse@hoster.test>\r\nTo: abuse@mail.example.org\r\nSubject: [Ticket#77] Your server 192.0.2.10\r\n\r\nWe have received complaints about mail from your server 192.0.2.10. It looks hacked: its SMTP password seems to be compromised.\r\nPlease answer within 24 hours.\r\n";

    private const string Arf = "From: fbl@reporter.test\r\nTo: abuse@mail.example.org\r\nSubject: complaint\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=feedback-report; boundary=b1\r\n\r\n"
        + "--b1\r\nContent-Type: text/plain\r\n\r\nThis is an email abuse report for an email message received from IP 192.0.2.10.\r\n"
        + "--b1\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\nUser-Agent: Reporter/1.0\r\nVersion: 1\r\nSource-IP: 192.0.2.10\r\n"
        + "--b1\r\nContent-Type: text/rfc822-headers\r\n\r\nFrom: someone@elsewhere.test\r\nSubject: hello\r\nMessage-ID: <1@elsewhere.test>\r\n--b1--\r\n";

    private const string XArf = "From: reports@reporter.test\r\nTo: postmaster@mail.example.org\r\nSubject: report\r\nX-ARF: yes\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nX-ARF: yes\r\nReported-From: reports@reporter.test\r\nCategory: abuse\r\nReport-Type: login-attack\r\nSource: 192.0.2.10\r\nThe host looks infected.\r\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Notices_OfAHost_AndOfReporters_OpenAndJoinTheirIncidents()
    {
        await using var dns = new KnotServer();
        await dns.StartAsync($"out.hoster A {Host}\nout.reporter A {Reporter}", ("0.0.127.in-addr.arpa", "9 PTR out.hoster.test.\n10 PTR out.reporter.test.\n"));
        await using var server = new ServerProcess($"dns.servers=127.0.0.1:{dns.Port}", "dns.timeout=1s", "reputation.addresses=192.0.2.10", "delivery.sources=127.0.0.1", "reputation.lists=off");
        await server.StartAsync();

        // A stranger first: no name leads back to it.
        await SendAsync(server, Stranger, "abuse", HostsNotice);
        await server.WaitForMailAsync(Domain, "abuse", 1);
        Assert.Empty(Notices(await server.IncidentsAsync()));
        Assert.Contains(File.ReadLines(Path.Combine(server.Data, "alerts.jsonl")), line => line.Contains("may be forged", StringComparison.Ordinal));

        await SendAsync(server, Host, "abuse", HostsNotice);
        await RecoveryTalk.UntilAsync(async () => Notices(await server.IncidentsAsync()).Count == 1, () => server.Output);
        var host = Assert.Single(Notices(await server.IncidentsAsync()));
        Assert.Equal(("hosting", "malware", 1), (host.Text("counterparty"), host.Text("cause"), host.GetProperty("signals").GetInt32()));
        var shown = await server.IncidentAsync(host.Text("id"));
        Assert.Equal("compromise", shown.GetProperty("diagnosis").Text("cause"));
        Assert.NotEqual(JsonValueKind.Null, shown.GetProperty("notice").GetProperty("deadline").ValueKind);

        await SendAsync(server, Host, "postmaster", HostsNotice);
        await RecoveryTalk.UntilAsync(async () => (await server.IncidentAsync(host.Text("id"))).GetProperty("incident").GetProperty("signals").GetInt32() == 2, () => server.Output);

        await SendAsync(server, Reporter, "abuse", Arf);
        await SendAsync(server, Reporter, "postmaster", XArf);
        await SendAsync(server, Reporter, "postmaster", XArf);
        await RecoveryTalk.UntilAsync(
            async () => Notices(await server.IncidentsAsync()).Select(one => $"{one.Text("counterparty")} {one.Text("cause")} {one.GetProperty("signals").GetInt32()}").SequenceEqual(["hosting malware 2", "unknown-reporter complaint 1", "unknown-reporter malware 2"]),
            () => server.Output);

        // The owner has all of them to read.
        Assert.Equal((3, 3), ((await server.WaitForMailAsync(Domain, "abuse", 3)).Length, (await server.WaitForMailAsync(Domain, "postmaster", 3)).Length));
        Assert.Equal(0, await server.SuppressedAsync());
    }

    /// <summary>But for that of our own address, which has no name here.</summary>
    private static List<JsonElement> Notices(List<JsonElement> incidents) => [.. incidents.Where(one => one.Text("counterparty") != "dns").OrderBy(one => one.Text("counterparty"), StringComparer.Ordinal).ThenBy(one => one.Text("cause"), StringComparer.Ordinal)];

    private static async Task SendAsync(ServerProcess server, string source, string mailbox, string message)
    {
        using var talk = await SmtpTalk.ConnectAsync(server.Smtp, Stop, source);
        Assert.StartsWith("250", await talk.SendAsync(message, Stop, "", $"{mailbox}@{Domain}"), StringComparison.Ordinal);
    }
}
