using System.Text;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Standfast.Scenarios.Peers;

namespace Standfast.Scenarios;

/// <summary>Clients that others wrote submit over STARTTLS and implicit TLS; a Postfix found through MX records gets the mail, byte for byte and verifiably signed.</summary>
public sealed class RealClients
{
    private const string Sender = "news@shop.test";
    private const string Recipient = "you@dest.test";

    // Dots at line starts, trailing blanks, an empty line at the end, octets above 127, a folded field and a line of 998 octets.
    private static readonly byte[] s_message = Message("8bit", ".Gr\u00fc\u00dfe \t\r\nFrom here\r\n" + new string('x', 998) + "\r\n");

    // MailKit encodes long lines, octets above 127 and lines that start with "From " itself: it gets a message without.
    private static readonly byte[] s_plain = Message("7bit", "");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Submitted_ArrivesByteForByte_AndVerifies_FromEveryClient()
    {
        await using var dns = new KnotServer();
        await using var postfix = new PostfixServer();
        await using var server = new ServerProcess($"dns.servers=127.0.0.1:{dns.Port}", $"delivery.port={postfix.Port}");
        await server.StartAsync();
        await postfix.StartAsync("dest.test", server.Smtp);
        await server.RunAsync("domain", "add", "shop.test");
        await dns.StartAsync($"dest MX 10 mx.dest\nmx.dest A 127.0.0.1\n{await DkimRecordAsync(server)}");
        var credential = await server.RunAsync("credential", "add", "--account", "default");
        var (user, secret) = (credential.GetProperty("user_name").GetString()!, credential.GetProperty("secret").GetString()!);
        var file = Path.Combine(server.Data, "mail.eml");
        await File.WriteAllBytesAsync(file, s_message, Stop);
        var unended = Path.Combine(server.Data, "unended.eml"); // swaks ends the last line itself
        await File.WriteAllBytesAsync(unended, s_message[..^2], Stop);

        var sent = 0;
        foreach (var (port, security) in ((int, string)[])[(server.Submission, "starttls"), (server.Submissions, "tls")])
        {
            var mailKit = () => SubmitByMailKitAsync(port, security == "tls" ? SecureSocketOptions.SslOnConnect : SecureSocketOptions.StartTls, user, secret);
            foreach (var submit in (Func<Task>[])
            [
                () => Tool.RunAsync("/usr/bin/python3", Tool.Source("clients/submit.py"), $"{port}", security, user, secret, Sender, Recipient, file),
                () => Tool.RunAsync("node", Tool.Source("clients/submit.js"), $"{port}", security, user, secret, Sender, Recipient, file),
                () => Tool.RunAsync("swaks", "--server", $"127.0.0.1:{port}", security == "tls" ? "--tls-on-connect" : "--tls", "--auth-user", user, "--auth-password", secret, "--from", Sender, "--to", Recipient, "--data", $"@{unended}"),
                () => Tool.RunAsync("curl", "-sS", "--ssl-reqd", "-k", $"{(security == "tls" ? "smtps" : "smtp")}://127.0.0.1:{port}", "--user", $"{user}:{secret}", "--mail-from", Sender, "--mail-rcpt", Recipient, "-T", file),
                mailKit,
            ])
            {
                await submit();
                sent++;
                await CheckAsync(submit == mailKit ? s_plain : s_message, await postfix.WaitForMailAsync(sent), dns.Port);
            }
        }

        Assert.Equal(10, sent);
        Assert.Contains("TLS connection established from", await postfix.LogAsync(), StringComparison.Ordinal);
    }

    private static byte[] Message(string encoding, string lines) => Encoding.UTF8.GetBytes(
        "From: Shop <news@shop.test>\r\nTo: you@dest.test\r\nSubject: byte for\r\n\tbyte\r\nMessage-ID: <1@shop.test>\r\nDate: Mon, 02 Feb 2026 10:00:00 +0000\r\n"
        + "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: " + encoding + "\r\n\r\n"
        + ".\r\n..\r\n" + lines + "\r\nend\r\n\r\n");

    // Postfix keeps lines with LF; before the message stand only the fields that each of the two servers added.
    private static async Task CheckAsync(byte[] message, string[] files, int dnsPort)
    {
        var newest = files.Select(file => new FileInfo(file)).MaxBy(file => file.LastWriteTimeUtc)!.FullName;
        var arrived = await File.ReadAllTextAsync(newest, Stop);
        var original = Encoding.UTF8.GetString(message).ReplaceLineEndings("\n");
        Assert.EndsWith(original, arrived, StringComparison.Ordinal);
        var added = arrived[..^original.Length].Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] is not ' ' and not '\t').Select(line => line.Split(':')[0]);
        Assert.Equal(["CFBL-Feedback-ID", "DKIM-Signature", "Delivered-To", "Received", "Received", "Return-Path", "X-Original-To"], added.Order(StringComparer.Ordinal));
        Assert.Contains($"Return-Path: <{Sender}>", arrived, StringComparison.Ordinal);
        await Tool.RunAsync("/usr/bin/python3", Tool.Source("clients/verify.py"), newest, $"{dnsPort}");
    }

    // The record as "domain dns" tells to publish it, split into the strings of 255 octets that DNS allows.
    private static async Task<string> DkimRecordAsync(ServerProcess server)
    {
        var record = (await server.RunAsync("domain", "dns", "shop.test")).EnumerateArray().First();
        var strings = record.GetProperty("value").GetString()!.Chunk(255).Select(part => $"\"{new string(part)}\"");
        return $"{record.GetProperty("name").GetString()}. TXT {string.Join(' ', strings)}";
    }

    private static async Task SubmitByMailKitAsync(int port, SecureSocketOptions security, string user, string secret)
    {
        using var client = new SmtpClient();
        client.ServerCertificateValidationCallback = static (_, _, _, _) => true;
        client.CheckCertificateRevocation = false;
        await client.ConnectAsync("127.0.0.1", port, security, Stop);
        await client.AuthenticateAsync(user, secret, Stop);
        using var message = await MimeMessage.LoadAsync(new MemoryStream(s_plain), Stop);
        await client.SendAsync(message, MailboxAddress.Parse(Sender), [MailboxAddress.Parse(Recipient)], Stop);
        await client.DisconnectAsync(true, Stop);
    }
}
