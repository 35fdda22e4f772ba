using System.Text;
using Standfast.Scenarios.Peers;

namespace Standfast.Scenarios;

/// <summary>Mail that a real Postfix sends us reaches local users in a Maildir and, by LMTP, in a real Dovecot.</summary>
public sealed class Inbound
{
    private const string Message = "From: you@dest.test\r\nTo: me@mail.example.org\r\nSubject: inbound\r\nMessage-ID: <1@dest.test>\r\nDate: Mon, 02 Feb 2026 10:00:00 +0000\r\n\r\n.dots\r\n..\r\nend\r\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FromPostfix_ReachesMaildirAndDovecot()
    {
        await using var postfix = new PostfixServer();
        await using var dovecot = new DovecotServer();
        await using var server = new ServerProcess();
        await server.StartAsync();
        await postfix.StartAsync("dest.test", server.Smtp);
        await dovecot.StartAsync();
        await server.RunAsync("domain", "add", "local.test", "--local", $"lmtp:127.0.0.1:{dovecot.Port}");
        await SendAsync(postfix, "me@mail.example.org");
        await SendAsync(postfix, "you@local.test");

        var inMaildir = await File.ReadAllTextAsync(Assert.Single(await server.WaitForMailAsync("mail.example.org", "me", 1)), Stop);
        Assert.EndsWith(Message, inMaildir.ReplaceLineEndings("\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("Return-Path: <you@dest.test>", inMaildir, StringComparison.Ordinal);
        Assert.Contains("with ESMTPS", inMaildir, StringComparison.Ordinal);
        var inDovecot = await File.ReadAllTextAsync(Assert.Single(await dovecot.WaitForMailAsync("you@local.test", 1)), Stop);
        Assert.EndsWith(Message, inDovecot.ReplaceLineEndings("\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UserUnknownToDovecot_BouncesToTheSender()
    {
        await using var dovecot = new DovecotServer();
        await dovecot.StartAsync();
        await using var server = new ServerProcess("submission.trusted_networks=127.0.0.1/32");
        await server.StartAsync();
        await server.RunAsync("domain", "add", "local.test", "--local", $"lmtp:127.0.0.1:{dovecot.Port}");
        var file = Path.Combine(server.Data, "mail.eml");
        await File.WriteAllTextAsync(file, "From: me@mail.example.org\r\nTo: nobody@local.test\r\nSubject: x\r\n\r\nbody\r\n", Encoding.ASCII, Stop);
        await Tool.RunAsync("curl", "-sS", $"smtp://127.0.0.1:{server.Submission}", "--mail-from", "me@mail.example.org", "--mail-rcpt", "nobody@local.test", "--mail-rcpt", "you@local.test", "-T", file);
        var bounce = await File.ReadAllTextAsync(Assert.Single(await server.WaitForMailAsync("mail.example.org", "me", 1)), Stop);
        Assert.Contains("Final-Recipient: rfc822; nobody@local.test\r\nAction: failed\r\nStatus: 5.1.1", bounce, StringComparison.Ordinal);
        Assert.Single(await dovecot.WaitForMailAsync("you@local.test", 1));
    }

    private static async Task SendAsync(PostfixServer postfix, string recipient)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, Message, Encoding.ASCII, Stop);
        await Tool.RunAsync("curl", "-sS", $"smtp://127.0.0.1:{postfix.Port}", "--mail-from", "you@dest.test", "--mail-rcpt", recipient, "-T", file);
        File.Delete(file);
    }
}
