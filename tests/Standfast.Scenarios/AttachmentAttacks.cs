using System.Globalization;
using System.Text;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Standfast.Scenarios.Peers;

namespace Standfast.Scenarios;

/// <summary>Somebody who has a valid credential sends malware: the test file in nested archives, documents with macros. None of it leaves; the honest mail of the same account goes on.</summary>
public sealed class AttachmentAttacks
{
    private const int Rounds = 20;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TestFileInNestedArchives_NeverLeaves()
    {
        var test = MalwareSamples.TestFile;
        await PlayAsync(
            "SF-6010",
            ("plain.txt", test), ("a.zip", MalwareSamples.Zip(("b.txt", test))), ("a.zip", MalwareSamples.Zip(("b.zip", MalwareSamples.Zip(("c.zip", MalwareSamples.Zip(("d.bin", test))))))),
            ("a.tgz", MalwareSamples.GZip(MalwareSamples.Zip(("c.dat", test)))), ("photo.jpg", MalwareSamples.Zip(("b.zip", MalwareSamples.Zip(("d.jpg", test))))));
    }

    [Fact]
    public async Task DocumentsWithMacros_NeverLeave() => await PlayAsync(
        "SF-6004",
        ("invoice.docm", MalwareSamples.MacroDocument), ("invoice.docx", MalwareSamples.MacroDocument), ("invoice.pdf", MalwareSamples.MacroDocument), ("invoice.zip", MalwareSamples.Zip(("invoice.docx", MalwareSamples.MacroDocument))));

    [Fact]
    public async Task WithClamd_NeitherLeaves_AndHonestMailGoesOn()
    {
        await using var clamd = new ClamdServer();
        await clamd.StartAsync();
        await PlayAsync("SF-60", $"scanner.clamav={clamd.Socket}", ("a.zip", MalwareSamples.Zip(("b.zip", MalwareSamples.Zip(("c.txt", MalwareSamples.TestFile))))), ("invoice.docx", MalwareSamples.MacroDocument));
    }

    private static Task PlayAsync(string id, params (string Name, byte[] Content)[] attacks) => PlayAsync(id, "guard.mode=on", attacks);

    private static async Task PlayAsync(string id, string setting, params (string Name, byte[] Content)[] attacks)
    {
        using var sink = new ScriptedSink(command => Task.FromResult<string?>(ScriptedSink.Willing(command)));
        await using var server = new ServerProcess($"delivery.relay=127.0.0.1:{sink.Port}", setting);
        await server.StartAsync();
        var credential = await server.RunAsync("credential", "add", "--account", "default");
        using var client = new SmtpClient { ServerCertificateValidationCallback = (_, _, _, _) => true };
        await client.ConnectAsync("127.0.0.1", server.Submissions, SecureSocketOptions.SslOnConnect, Stop);
        await client.AuthenticateAsync(credential.GetProperty("user_name").GetString()!, credential.GetProperty("secret").GetString()!, Stop);
        var refused = 0;
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (name, content) in attacks)
            {
                var refusal = await Assert.ThrowsAsync<SmtpCommandException>(() => client.SendAsync(Mail("attack", round, name, content), Stop));
                Assert.Equal(550, (int)refusal.StatusCode);
                Assert.StartsWith($"5.7.1 {id}", refusal.Message, StringComparison.Ordinal);
                Assert.Contains($" attachment \"{name}", refusal.Message, StringComparison.Ordinal);
                refused++;
            }

            await client.SendAsync(Mail("honest", round, "receipt.pdf", Encoding.ASCII.GetBytes("%PDF-1.4\n%%EOF\n")), Stop);
            await client.SendAsync(Mail("honest", Rounds + round, "terms.docx", MalwareSamples.Document), Stop);
        }

        for (var wait = 0; wait < 300 && sink.Accepted.Count < 2 * Rounds; wait++) await Task.Delay(50, Stop);
        Assert.Equal(attacks.Length * Rounds, refused);
        Assert.Equal(2 * Rounds, sink.Accepted.Count(message => message.Contains("Subject: honest", StringComparison.Ordinal)));
        Assert.DoesNotContain(sink.Accepted, message => message.Contains("Subject: attack", StringComparison.Ordinal));
    }

    private static MimeMessage Mail(string kind, int number, string file, byte[] content)
    {
        var body = new BodyBuilder { TextBody = $"Dear customer, please find attached {file} of your order {number}.\r\n" };
        body.Attachments.Add(file, content, new ContentType("application", "octet-stream"));
        return new MimeMessage([InternetAddress.Parse("shop@mail.example.org")], [InternetAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"customer{number}@example.net"))], $"{kind}: your order {number}", body.ToMessageBody());
    }
}
