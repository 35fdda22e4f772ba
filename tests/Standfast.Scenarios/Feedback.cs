using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Standfast.Mail;
using Standfast.Mail.ReturnPaths;
using Standfast.Scenarios.Peers;

namespace Standfast.Scenarios;

/// <summary>What comes back after delivery is acted on at once: bounces, complaints, reports. What was made up changes nothing.</summary>
public sealed partial class Feedback
{
    private const string Sender = "me@mail.example.org";
    private const string Bulk = "X-Standfast-Stream: bulk\r\nX-Standfast-Campaign: spring\r\n";
    private const string NoSuchUser = "550 5.1.1 <ann@dest.test>: Recipient address rejected: User unknown";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bounce_ThatComesBackLater_SuppressesItsRecipient_AtOnce()
    {
        using var sink = new ScriptedSink(command => Task.FromResult<string?>(ScriptedSink.Willing(command)));
        await using var server = Server(sink);
        await server.StartAsync();
        await SendAsync(server, "ann@dest.test", "");
        var path = await ReturnPathAsync(sink, 0);
        using var other = await SmtpTalk.ConnectAsync(server.Smtp, Stop);
        // An absence note first: it says nothing of delivery.
        Assert.StartsWith("250", await other.SendAsync("From: ann@dest.test\r\nSubject: Out of office\r\nAuto-Submitted: auto-replied\r\n\r\nI am away, user unknown until Monday.\r\n", Stop, "", path), StringComparison.Ordinal);
        Assert.Empty(await SuppressedAsync(server));

        var since = Stopwatch.GetTimestamp();
        Assert.StartsWith("250", await other.SendAsync(Dsn("ann@dest.test", "5.1.1", NoSuchUser), Stop, "", path), StringComparison.Ordinal);
        using (var client = await MailClient.ConnectAsync(server.Submission, Stop))
            Assert.StartsWith("550 5.7.1 SF-3001 ", await client.SendAsync(Sender, "ann@dest.test", "", Stop), StringComparison.Ordinal);
        var elapsed = Stopwatch.GetElapsedTime(since);
        TestContext.Current.TestOutputHelper?.WriteLine($"refused {elapsed.TotalMilliseconds:0} ms after the bounce began");
        // It is in force when the bounce is answered; how long both take together is the machine's affair: far below a second where it is idle.
        Assert.True(elapsed < TimeSpan.FromSeconds(10), $"{elapsed}");
        Assert.Equal(["ann@dest.test hard-bounce"], await SuppressedAsync(server));
        var fact = Assert.Single(await EventsAsync(server, "undelivered"));
        Assert.Equal(("ann@dest.test", "default"), (fact.Recipient, fact.Account));
        Assert.Contains("User unknown", fact.Detail, StringComparison.Ordinal);
        // The sender has the report as well, and before it the note.
        Assert.Equal(2, (await server.WaitForMailAsync("mail.example.org", "me", 2)).Length);
    }

    [Fact]
    public async Task Complaint_ThatBringsTheMessageBack_SuppressesForTheStream_AndIsAnEvent()
    {
        using var sink = new ScriptedSink(command => Task.FromResult<string?>(ScriptedSink.Willing(command)));
        await using var server = Server(sink, "feedback.cfbl_address=fbl@mail.example.org");
        await server.StartAsync();
        await SendAsync(server, "ann@dest.test", Bulk);
        await SendAsync(server, "bob@dest.test", Bulk);
        await UntilAsync(() => sink.Accepted.Count == 2);
        var sent = sink.Accepted.First(content => content.Contains("ann@dest.test", StringComparison.Ordinal));
        Assert.Contains("CFBL-Address: fbl@mail.example.org; report=arf\r\n", sent, StringComparison.Ordinal);
        Assert.Matches("\r\nFeedback-ID: spring:bulk:default:sf", sent);
        var signed = Regex.Replace(DkimNames().Match(sent).Groups[1].Value, "\\s", "");
        Assert.All((string[])["Feedback-ID", "CFBL-Address", "CFBL-Feedback-ID"], name => Assert.Contains(name, signed.Split(':')));

        // The provider took every address out of what it sends back.
        var redacted = Regex.Replace(sent, "[^\\s<>:;]+@[^\\s<>:;]+", "redacted@redacted.invalid");
        using var provider = await SmtpTalk.ConnectAsync(server.Smtp, Stop);
        Assert.StartsWith("250", await provider.SendAsync(Arf(redacted), Stop, "feedback@arf.dest.test", "fbl@bounce.example.org"), StringComparison.Ordinal);
        Assert.Equal(["ann@dest.test complaint"], await SuppressedAsync(server));
        var fact = Assert.Single(await EventsAsync(server, "complained"));
        Assert.Equal(("ann@dest.test", "default"), (fact.Recipient, fact.Account));

        using var client = await MailClient.ConnectAsync(server.Submission, Stop);
        Assert.StartsWith("550 5.7.1 SF-3002 ", await client.SendAsync(Sender, "ann@dest.test", Bulk, Stop), StringComparison.Ordinal);
        Assert.StartsWith("250", await client.SendAsync(Sender, "ann@dest.test", "", Stop), StringComparison.Ordinal);
        Assert.StartsWith("250", await client.SendAsync(Sender, "bob@dest.test", Bulk, Stop), StringComparison.Ordinal);

        // The same once more, to a mailbox of the owner: it is one complaint, and he has it to read. Other mail for him comes as ever.
        Assert.StartsWith("250", await provider.SendAsync(Arf(redacted), Stop, "feedback@arf.dest.test", "abuse@mail.example.org"), StringComparison.Ordinal);
        Assert.StartsWith("250", await provider.SendAsync("From: carl@dest.test\r\nSubject: your mail\r\n\r\nI do not like it.\r\n", Stop, "carl@dest.test", "abuse@mail.example.org"), StringComparison.Ordinal);
        Assert.Equal(2, (await server.WaitForMailAsync("mail.example.org", "abuse", 2)).Length);
        Assert.Single(await EventsAsync(server, "complained"));
        Assert.StartsWith("550 5.1.1 No mailbox fbl@bounce.example.org here", await provider.SendAsync("From: carl@dest.test\r\n\r\nno report\r\n", Stop, "carl@dest.test", "fbl@bounce.example.org"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ForgedReports_ChangeNothing()
    {
        using var sink = new ScriptedSink(command => Task.FromResult<string?>(ScriptedSink.Willing(command)));
        await using var server = Server(sink);
        await server.StartAsync();
        await SendAsync(server, "ann@dest.test", Bulk);
        await SendAsync(server, "bob@dest.test carl@dest.test", "");
        await UntilAsync(() => sink.Accepted.Count == 2);
        using var stranger = await SmtpTalk.ConnectAsync(server.Smtp, Stop);

        // Return paths: changed, out of date, of a message that there never was.
        var signer = new ReturnPathSigner(DomainName.Parse("bounce.example.org"), await File.ReadAllBytesAsync(Path.Combine(server.Data, "return-path.key"), Stop));
        var paths = sink.Commands.Select(command => ReturnPath().Match(command)).Where(match => match.Success).Select(match => match.Groups[1].Value).ToList();
        var path = Assert.Single(paths, one => signer.Verify(EmailAddress.Parse(one))!.Value.IsFor(EmailAddress.Parse("ann@dest.test")));
        var shared = Assert.Single(paths, one => !signer.Verify(EmailAddress.Parse(one))!.Value.NamesRecipient);
        var old = signer.Sign(SpoolId.Create(DateTimeOffset.UnixEpoch.AddYears(50), new byte[10]), EmailAddress.Parse("ann@dest.test")).ToString();
        var never = signer.Sign(SpoolId.Create(TimeProvider.System.GetUtcNow(), new byte[10]), EmailAddress.Parse("ann@dest.test")).ToString();
        foreach (var forged in (string[])[path[..20] + (path[20] == 'a' ? 'b' : 'a') + path[21..], old, never])
            Assert.StartsWith("550", await stranger.SendAsync(Dsn("ann@dest.test", "5.1.1", NoSuchUser), Stop, "", forged), StringComparison.Ordinal);

        // A genuine path of several: for whom the message never was.
        Assert.StartsWith("250", await stranger.SendAsync(Dsn("victim@dest.test", "5.1.1", NoSuchUser), Stop, "", shared), StringComparison.Ordinal);
        // Complaints that bring back nothing of ours, or something changed.
        var token = Token().Match(sink.Accepted.First(content => content.Contains("ann@dest.test", StringComparison.Ordinal))).Groups[1].Value;
        foreach (var returned in (string[])["Subject: x\r\nTo: ann@dest.test\r\n\r\nbody\r\n", $"CFBL-Feedback-ID: {token[..40]}{(token[40] == 'A' ? 'B' : 'A')}{token[41..]}\r\n\r\nbody\r\n", $"Return-Path: <{old}>\r\n\r\nbody\r\n"])
            Assert.StartsWith("250", await stranger.SendAsync(Arf(returned), Stop, "feedback@arf.dest.test", "fbl@bounce.example.org"), StringComparison.Ordinal);

        Assert.Empty(await SuppressedAsync(server));
        Assert.Empty(await EventsAsync(server, "undelivered"));
        Assert.Empty(await EventsAsync(server, "complained"));
        using var client = await MailClient.ConnectAsync(server.Submission, Stop);
        Assert.StartsWith("250", await client.SendAsync(Sender, "ann@dest.test", Bulk, Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reports_ComeByMailAndByFile_AndAreKeptWhereTheyAreAboutUs()
    {
        using var sink = new ScriptedSink(command => Task.FromResult<string?>(ScriptedSink.Willing(command)));
        await using var server = Server(sink);
        await server.StartAsync();
        using var reporter = await SmtpTalk.ConnectAsync(server.Smtp, Stop);
        foreach (var domain in (string[])["mail.example.org", "stranger.example"])
        {
            var report = $"From: noreply-dmarc@dest.test\r\nSubject: Report Domain: {domain}\r\nContent-Type: application/gzip; name=\"r.xml.gz\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{Convert.ToBase64String(Gzip(Dmarc(domain)), Base64FormattingOptions.InsertLineBreaks)}\r\n";
            Assert.StartsWith("250", await reporter.SendAsync(report, Stop, "noreply-dmarc@dest.test", "dmarc@bounce.example.org"), StringComparison.Ordinal);
        }

        var sources = await server.RunAsync("report", "dmarc", "--days", "400");
        Assert.Equal(("192.0.2.1", 7), (sources[0].GetProperty("source_ip").GetString(), sources[0].GetProperty("messages").GetInt32()));
        Assert.Equal("mail.example.org", Assert.Single((await server.RunAsync("report", "dmarc", "--reports", "--days", "400")).EnumerateArray()).GetProperty("domain").GetString());

        var folder = Directory.CreateTempSubdirectory("standfast-").FullName;
        string Write(string name, string text)
        {
            File.WriteAllText(Path.Combine(folder, name), text);
            return Path.Combine(folder, name);
        }

        var today = TimeProvider.System.GetUtcNow();
        Assert.Equal("snds", (await server.RunAsync("report", "import", Write("snds.csv", $"192.0.2.1,{today:M/d/yyyy} 12:00 AM,{today:M/d/yyyy} 11:59 PM,10,10,10,RED,0.4%,,,2,h,s,\n"))).GetProperty("kind").GetString());
        Assert.Equal("red", (await server.RunAsync("report", "snds"))[0].GetProperty("filter").GetString());
        Assert.Equal("postmaster", (await server.RunAsync("report", "import", Write("spam.csv", $"Date,Spam rate\n{today:yyyy-MM-dd},0.2%\n"), "--domain", "mail.example.org")).GetProperty("kind").GetString());
        Assert.Equal(0.002, (await server.RunAsync("report", "postmaster"))[0].GetProperty("value").GetDouble());
        Assert.Equal(0, (await server.RunAsync("report", "tls")).GetArrayLength());
        foreach (var none in (string[])[Write("a.xml", Dmarc("stranger.example")), Write("b.txt", "hello")])
            Assert.Equal(65, (await ServerProcess.RunToEndAsync(["report", "import", none, "--data", server.Data])).Exit);
        Directory.Delete(folder, recursive: true);
    }

    private static ServerProcess Server(ScriptedSink sink, params string[] settings) =>
        new(["submission.trusted_networks=127.0.0.1/32", $"delivery.relay=127.0.0.1:{sink.Port}", "delivery.return_path_domain=bounce.example.org", "http.public_url=https://mail.example.org", .. settings]);

    private static async Task SendAsync(ServerProcess server, string to, string fields)
    {
        using var client = await MailClient.ConnectAsync(server.Submission, Stop);
        Assert.StartsWith("250", await client.SendAsync(Sender, to, fields, Stop), StringComparison.Ordinal);
    }

    private static async Task<string> ReturnPathAsync(ScriptedSink sink, int number)
    {
        await UntilAsync(() => sink.Accepted.Count > number);
        return ReturnPath().Match(sink.Commands.Where(command => command.StartsWith("MAIL", StringComparison.Ordinal)).ElementAt(number)).Groups[1].Value;
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        for (var round = 0; round < 200 && !isSo(); round++) await Task.Delay(50, Stop);
        Assert.True(isSo());
    }

    private static async Task<IReadOnlyList<string>> SuppressedAsync(ServerProcess server) =>
        [.. (await server.RunAsync("suppress", "ls")).EnumerateArray().Select(entry => $"{entry.GetProperty("address").GetString()} {entry.GetProperty("reason").GetString()}")];

    private static async Task<IReadOnlyList<(string? Recipient, string? Account, string Detail)>> EventsAsync(ServerProcess server, string kind) =>
        [.. (await server.RunAsync("events", "--kind", kind)).GetProperty("events").EnumerateArray().Select(fact => (fact.GetProperty("recipient").GetString(), fact.GetProperty("account").GetString(), fact.GetProperty("detail").GetString() ?? ""))];

    private static string Dsn(string recipient, string status, string diagnostic) => $"""
        From: MAILER-DAEMON@mx.dest.test
        To: {Sender}
        Subject: Undelivered Mail Returned to Sender
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="b"

        --b
        Content-Type: text/plain

        Your message could not be delivered.

        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.dest.test

        Final-Recipient: rfc822; {recipient}
        Action: failed
        Status: {status}
        Diagnostic-Code: smtp; {diagnostic}

        --b--

        """.ReplaceLineEndings("\r\n");

    private static string Arf(string returned) => """
        From: Mail AntiSpam Feedback <feedback@arf.dest.test>
        To: fbl@bounce.example.org
        Subject: FW: hello
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=feedback-report; boundary="arf"

        --arf
        Content-Type: text/plain

        This is an email abuse report.

        --arf
        Content-Type: message/feedback-report

        Feedback-Type: abuse
        User-Agent: Dest!-Mail-Feedback/2.0
        Version: 1
        Original-Rcpt-To: redacted@redacted.invalid

        --arf
        Content-Type: message/rfc822


        """.ReplaceLineEndings("\r\n") + returned + "\r\n--arf--\r\n";

    private static string Dmarc(string domain) => $"""
        <?xml version="1.0"?>
        <feedback><report_metadata><org_name>dest.test</org_name><email>x@dest.test</email><report_id>1</report_id>
          <date_range><begin>{TimeProvider.System.GetUtcNow().AddDays(-1).ToUnixTimeSeconds()}</begin><end>{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}</end></date_range></report_metadata>
        <policy_published><domain>{domain}</domain><p>none</p></policy_published>
        <record><row><source_ip>192.0.2.1</source_ip><count>7</count><policy_evaluated><disposition>none</disposition><dkim>pass</dkim><spf>fail</spf></policy_evaluated></row>
          <identifiers><header_from>{domain}</header_from></identifiers></record></feedback>
        """;

    private static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Fastest)) stream.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    [GeneratedRegex("^MAIL FROM:<(bounce-[a-z2-7]{45}@bounce\\.example\\.org)>")]
    private static partial Regex ReturnPath();

    [GeneratedRegex("\r\nCFBL-Feedback-ID: ([A-Za-z0-9_-]+)\r\n")]
    private static partial Regex Token();

    [GeneratedRegex("\th=([^;]+);")]
    private static partial Regex DkimNames();
}
