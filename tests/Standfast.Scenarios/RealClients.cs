using System.Diagnostics;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Standfast.Scenarios;

/// <summary>Clients that others wrote submit over STARTTLS and over implicit TLS; the mail arrives, signed so that others can verify it.</summary>
public sealed class RealClients
{
    [Fact]
    public async Task Submitted_Arrives_FromEveryClient()
    {
        await using var server = new ServerProcess();
        await server.StartAsync();
        var credential = await server.RunAsync("credential", "add", "--account", "default");
        var (user, secret) = (credential.GetProperty("user_name").GetString()!, credential.GetProperty("secret").GetString()!);
        await SubmitAsync(server.Submission, SecureSocketOptions.StartTls, user, secret);
        await SubmitAsync(server.Submissions, SecureSocketOptions.SslOnConnect, user, secret);
        await RunAsync("swaks", "--server", $"127.0.0.1:{server.Submission}", "--tls", "--auth-user", user, "--auth-password", secret, "--from", "me@mail.example.org", "--to", "you@mail.example.org");
        await RunAsync("swaks", "--server", $"127.0.0.1:{server.Submissions}", "--tls-on-connect", "--auth-user", user, "--auth-password", secret, "--from", "me@mail.example.org", "--to", "you@mail.example.org");
        var file = Path.Combine(server.Data, "mail.eml");
        await File.WriteAllTextAsync(file, "From: me@mail.example.org\r\nTo: you@mail.example.org\r\nSubject: curl\r\n\r\n.dot\r\n", TestContext.Current.CancellationToken);
        foreach (var url in (string[])[$"smtp://127.0.0.1:{server.Submission}", $"smtps://127.0.0.1:{server.Submissions}"])
            await RunAsync("curl", "-sS", "--ssl-reqd", "-k", url, "--user", $"{user}:{secret}", "--mail-from", "me@mail.example.org", "--mail-rcpt", "you@mail.example.org", "-T", file);
        foreach (var (port, implicitTls) in ((int, string)[])[(server.Submission, "0"), (server.Submissions, "1")])
            await RunAsync("/usr/bin/python3", "-c", PythonClient, $"{port}", implicitTls, user, secret);

        var files = await server.WaitForMailAsync("mail.example.org", "you", 8);
        Assert.Equal(8, files.Length);
        var record = (await server.RunAsync("domain", "dns", "mail.example.org")).EnumerateArray().First().GetProperty("value").GetString()!;
        foreach (var message in files) await RunAsync("/usr/bin/python3", "-c", PythonVerifier, message, record);
    }

    private const string PythonClient = """
        import smtplib, ssl, sys
        port, implicit, user, secret = int(sys.argv[1]), sys.argv[2] == "1", sys.argv[3], sys.argv[4]
        context = ssl._create_unverified_context()
        client = smtplib.SMTP_SSL("127.0.0.1", port, context=context) if implicit else smtplib.SMTP("127.0.0.1", port)
        if not implicit: client.starttls(context=context)
        client.login(user, secret)
        client.sendmail("me@mail.example.org", ["you@mail.example.org"], "From: me@mail.example.org\r\nTo: you@mail.example.org\r\nSubject: smtplib\r\n\r\n..two dots\r\n")
        client.quit()
        """;

    // Our two delivery fields go first; they are no part of what was signed, but a folded reader would not mind them either.
    private const string PythonVerifier = """
        import dkim, sys
        message = open(sys.argv[1], "rb").read()
        sys.exit(0 if dkim.verify(message, dnsfunc=lambda name, timeout=5: sys.argv[2].encode()) else 1)
        """;

    private static async Task SubmitAsync(int port, SecureSocketOptions security, string user, string secret)
    {
        using var client = new SmtpClient();
        client.ServerCertificateValidationCallback = static (_, _, _, _) => true;
        client.CheckCertificateRevocation = false;
        await client.ConnectAsync("127.0.0.1", port, security, TestContext.Current.CancellationToken);
        await client.AuthenticateAsync(user, secret, TestContext.Current.CancellationToken);
        using var body = new TextPart("plain") { Text = "hello\n" };
        using var message = new MimeMessage([new MailboxAddress("Me", "me@mail.example.org")], [new MailboxAddress("You", "you@mail.example.org")], "MailKit", body);
        await client.SendAsync(message, TestContext.Current.CancellationToken);
        await client.DisconnectAsync(true, TestContext.Current.CancellationToken);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program}: exit {process.ExitCode}\n{await output}\n{await error}");
    }
}
