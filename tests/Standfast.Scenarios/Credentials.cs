using System.Globalization;
using System.Text.Json;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Standfast.Scenarios.Peers;

namespace Standfast.Scenarios;

/// <summary>A key leaks: what it was scoped to, what stops it, and what the audit log says afterwards.</summary>
public sealed class Credentials
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ScopedCredential_SendsOnlyWithinItsScope()
    {
        await using var server = new ServerProcess("delivery.relay=127.0.0.1:1");
        await server.StartAsync();
        await server.RunAsync("domain", "add", "shop.test");
        await server.RunAsync("domain", "add", "news.test");
        var (exit, _, error) = await ServerProcess.RunToEndAsync(["credential", "add", "--from-domain", "else.test", "--json", "--data", server.Data]);
        Assert.Equal(65, exit);
        Assert.Contains("else.test is not a domain of account default", error, StringComparison.Ordinal);

        var shop = await AddAsync(server, "--from-domain", "shop.test", "--from-address", "127.0.0.0/8", "--expires", "30d", "--rate", "500", "--description", "web shop");
        Assert.Equal("ok", await SendAsync(server, shop, "a@shop.test", "a@shop.test"));
        Assert.StartsWith($"550 SF-1103 Credential {shop.User}: may not send from news.test; use shop.test", await SendAsync(server, shop, "a@news.test", "a@shop.test"), StringComparison.Ordinal);
        Assert.StartsWith($"550 SF-1103 Credential {shop.User}: may not write From as news.test; use shop.test", await SendAsync(server, shop, "a@shop.test", "a@news.test"), StringComparison.Ordinal);

        var elsewhere = await AddAsync(server, "--from-address", "192.0.2.7", "--from-address", "2001:db8::/32");
        Assert.StartsWith($"550 SF-1102 Credential {elsewhere.User}: may not be used from 127.0.0.1", await SendAsync(server, elsewhere, "a@shop.test", "a@shop.test"), StringComparison.Ordinal);

        var brief = await AddAsync(server, "--expires", "1s");
        var reply = "ok";
        for (var round = 0; round < 10_000 && reply == "ok"; round++) reply = await SendAsync(server, brief, "a@shop.test", "a@shop.test");
        Assert.StartsWith($"550 SF-1101 Credential {brief.User}: expired at ", reply, StringComparison.Ordinal);

        var listed = (await server.RunAsync("credential", "ls")).EnumerateArray().ToDictionary(one => one.GetProperty("user_name").GetString()!);
        Assert.Equal(("live", 500, "shop.test"), (listed[shop.User].GetProperty("state").GetString(), listed[shop.User].GetProperty("rate_per_hour").GetInt32(), listed[shop.User].GetProperty("from_domains")[0].GetString()));
        Assert.Equal(("expired", JsonValueKind.Null), (listed[brief.User].GetProperty("state").GetString(), listed[brief.User].GetProperty("secret").ValueKind));
    }

    [Fact]
    public async Task LeakedCredential_IsRevoked_AndWhatItHasQueuedStays_AcrossAKill()
    {
        using var sink = new ScriptedSink(command => Task.FromResult<string?>(ScriptedSink.Willing(command)));
        await using var server = new ServerProcess($"delivery.relay=127.0.0.1:{sink.Port}", "delivery.paused=true");
        await server.StartAsync();
        var leaked = await AddAsync(server);
        var honest = await AddAsync(server);
        for (var number = 0; number < 5; number++) Assert.Equal("ok", await SendAsync(server, leaked, "me@mail.example.org", "me@mail.example.org"));
        Assert.Equal("ok", await SendAsync(server, honest, "me@mail.example.org", "me@mail.example.org"));
        var first = (await server.RunAsync("queue", "ls", "--credential", leaked.User))[0].GetProperty("id").GetString()!;
        await server.RunAsync("queue", "hold", "--id", first, "--reason", "looks odd");

        // A session that is open outlives the login, but sends nothing more.
        using var session = await LogInAsync(server, leaked);
        var revoked = await server.RunAsync("credential", "revoke", leaked.User, "--hold-queued", "--reason", "found in a public repository");
        Assert.Equal(4, revoked.GetProperty("held_recipients").GetInt32());
        Assert.StartsWith("451 SF-1106", await SendAsync(session, "me@mail.example.org", "me@mail.example.org"), StringComparison.Ordinal);
        Assert.StartsWith("535", await SendAsync(server, leaked, "me@mail.example.org", "me@mail.example.org"), StringComparison.Ordinal);

        await server.KillAsync();
        await server.StartAsync();
        Assert.Equal(5, (await server.RunAsync("queue", "ls", "--credential", leaked.User, "--status", "held")).GetArrayLength());
        Assert.Single((await server.RunAsync("queue", "ls", "--status", "queued")).EnumerateArray());
        var verified = await server.RunAsync("audit", "verify");
        Assert.Equal(0, verified.GetProperty("faults").GetArrayLength());
        var entries = (await server.RunAsync("audit", "tail")).EnumerateArray().ToList();
        Assert.Contains(entries, entry => entry.GetProperty("action").GetString() == "credential.revoke" && entry.GetProperty("subject").GetString() == leaked.User && entry.GetProperty("detail").GetString() == "4 queued recipients held: found in a public repository");
        Assert.Contains(entries, entry => entry.GetProperty("action").GetString() == "queue.hold" && entry.GetProperty("subject").GetString() == $"id={first}");

        // What the pause held is released, and not what somebody else held.
        var resumed = await server.RunAsync("resume", "--credential", leaked.User, "--reason", "they were ours");
        Assert.Equal(4, resumed.GetProperty("released_recipients").GetInt32());
        Assert.Equal(first, Assert.Single((await server.RunAsync("queue", "ls", "--status", "held")).EnumerateArray()).GetProperty("id").GetString());
    }

    [Fact]
    public async Task Pauses_OverlapAndEnd_ByAccountStreamAndAll()
    {
        await using var server = new ServerProcess("delivery.relay=127.0.0.1:1", "delivery.paused=true");
        await server.StartAsync();
        await server.RunAsync("account", "add", "other");
        await server.RunAsync("domain", "add", "other.test", "--account", "other");
        var mine = await AddAsync(server);
        var other = await AddAsync(server, "--account", "other");
        Assert.Equal("ok", await SendAsync(server, mine, "me@mail.example.org", "me@mail.example.org", "bulk"));
        Assert.Equal("ok", await SendAsync(server, other, "me@other.test", "me@other.test"));
        var (exit, _, error) = await ServerProcess.RunToEndAsync(["pause", "--account", "nobody", "--reason", "x", "--data", server.Data]);
        Assert.Equal((66, true), (exit, error.Contains("there is no account nobody", StringComparison.Ordinal)));

        Assert.Equal(1, (await server.RunAsync("pause", "--stream", "default/bulk", "--reason", "wrong list")).GetProperty("held_recipients").GetInt32());
        Assert.StartsWith("451 SF-1108", await SendAsync(server, mine, "me@mail.example.org", "me@mail.example.org", "bulk"), StringComparison.Ordinal);
        Assert.Equal("ok", await SendAsync(server, mine, "me@mail.example.org", "me@mail.example.org"));
        Assert.Equal(1, (await server.RunAsync("account", "pause", "default", "--reason", "unpaid")).GetProperty("held_recipients").GetInt32());
        Assert.StartsWith("451 SF-1107", await SendAsync(server, mine, "me@mail.example.org", "me@mail.example.org"), StringComparison.Ordinal);
        Assert.Equal("ok", await SendAsync(server, other, "me@other.test", "me@other.test"));
        Assert.Equal(2, (await server.RunAsync("pause", "--all", "--reason", "moving house")).GetProperty("held_recipients").GetInt32());
        Assert.StartsWith("451 SF-1109", await SendAsync(server, other, "me@other.test", "me@other.test"), StringComparison.Ordinal);
        Assert.Equal(3, (await server.RunAsync("pause", "ls")).GetArrayLength());

        await server.KillAsync();
        await server.StartAsync();
        // Each stays held as long as any pause covers it.
        Assert.Equal(0, (await server.RunAsync("account", "resume", "default")).GetProperty("released_recipients").GetInt32());
        Assert.Equal(3, (await server.RunAsync("resume", "--all")).GetProperty("released_recipients").GetInt32());
        Assert.Equal("ok", await SendAsync(server, mine, "me@mail.example.org", "me@mail.example.org"));
        Assert.Equal(1, (await server.RunAsync("resume", "--stream", "default/bulk")).GetProperty("released_recipients").GetInt32());
        (exit, _, error) = await ServerProcess.RunToEndAsync(["resume", "--all", "--data", server.Data]);
        Assert.Equal((66, true), (exit, error.Contains("all is not paused", StringComparison.Ordinal)));
    }

    private static async Task<(string User, string Secret)> AddAsync(ServerProcess server, params string[] options)
    {
        var made = await server.RunAsync(["credential", "add", .. options]);
        return (made.GetProperty("user_name").GetString()!, made.GetProperty("secret").GetString()!);
    }

    /// <returns>The reply that refused it, or "ok".</returns>
    private static async Task<string> SendAsync(ServerProcess server, (string User, string Secret) credential, string sender, string from, string stream = "transactional")
    {
        try
        {
            using var session = await LogInAsync(server, credential);
            return await SendAsync(session, sender, from, stream);
        }
        catch (AuthenticationException exception)
        {
            return exception.Message;
        }
    }

    private static async Task<string> SendAsync(SmtpClient session, string sender, string from, string stream = "transactional")
    {
        using var message = new MimeMessage { Subject = "Hello", Body = new TextPart("plain") { Text = "A line of text.\r\n" } };
        message.From.Add(MailboxAddress.Parse(from));
        message.To.Add(MailboxAddress.Parse("you@dest.test"));
        message.Headers.Add("X-Standfast-Stream", stream);
        try
        {
            await session.SendAsync(message, MailboxAddress.Parse(sender), [MailboxAddress.Parse("you@dest.test")], Stop);
            return "ok";
        }
        catch (SmtpCommandException exception)
        {
            // Some versions of the client cut the enhanced status code off.
            return string.Create(CultureInfo.InvariantCulture, $"{(int)exception.StatusCode} {exception.Message[Math.Max(0, exception.Message.IndexOf("SF-", StringComparison.Ordinal))..]}");
        }
    }

    private static async Task<SmtpClient> LogInAsync(ServerProcess server, (string User, string Secret) credential)
    {
        var client = new SmtpClient { ServerCertificateValidationCallback = (_, _, _, _) => true };
        await client.ConnectAsync("127.0.0.1", server.Submissions, SecureSocketOptions.SslOnConnect, Stop);
        await client.AuthenticateAsync(credential.User, credential.Secret, Stop);
        return client;
    }
}
