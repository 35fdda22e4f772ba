using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace Standfast.Scenarios;

/// <summary>People get their logins, and programs that guess get nothing.</summary>
public sealed class Users
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task User_IsAdded_WithAGoodPassword_AndACode()
    {
        await using var server = new ServerProcess();
        await server.StartAsync();
        var made = await server.RunAsync("user", "add", "ann", "--role", "owner");
        Assert.Equal(20, made.GetProperty("password").GetString()!.Length);
        var file = Path.Combine(server.Data, "password.txt");
        await File.WriteAllTextAsync(file, "mail.example.org\n", Stop);
        var (exit, _, error) = await ServerProcess.RunToEndAsync(["user", "add", "bob", "--password-file", file, "--data", server.Data]);
        Assert.Equal((65, true), (exit, error.Contains("the password is too easy to guess", StringComparison.Ordinal)));
        await File.WriteAllTextAsync(file, "correct horse battery staple\nnot this line\n", Stop);
        Assert.Equal("viewer", (await server.RunAsync("user", "add", "bob", "--password-file", file)).GetProperty("role").GetString());

        var offered = await server.RunAsync("user", "totp", "ann");
        Assert.StartsWith("otpauth://totp/", offered.GetProperty("uri").GetString(), StringComparison.Ordinal);
        Assert.False((await server.RunAsync("user", "ls"))[0].GetProperty("has_totp").GetBoolean());
        Assert.Equal("on", (await server.RunAsync("user", "totp", "ann", "--code", CodeOf(offered.GetProperty("key").GetString()!))).GetProperty("state").GetString());
        Assert.True((await server.RunAsync("user", "ls"))[0].GetProperty("has_totp").GetBoolean());
        (exit, _, error) = await ServerProcess.RunToEndAsync(["user", "rm", "ann", "--data", server.Data]);
        Assert.Equal((73, true), (exit, error.Contains("the last owner", StringComparison.Ordinal)));
        var said = (await server.RunAsync("audit", "tail")).ToString();
        Assert.Contains("user.totp", said, StringComparison.Ordinal);
        Assert.DoesNotContain("correct horse", said + server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Role_DecidesWhatAUserMayAsk()
    {
        await using var server = new ServerProcess();
        await server.StartAsync();
        var tokens = new Dictionary<string, string>();
        foreach (var role in (string[])["viewer", "operator", "owner"])
        {
            var password = (await server.RunAsync("user", "add", $"the-{role}", "--role", role)).GetProperty("password").GetString()!;
            Assert.Equal(401, (await AskAsync(server, "POST", "/v1/login", $$"""{"name":"the-{{role}}","password":"not this one"}""", null)).Status);
            var (status, answer) = await AskAsync(server, "POST", "/v1/login", $$"""{"name":"the-{{role}}","password":"{{password}}"}""", null);
            Assert.Equal((200, role), (status, answer.GetProperty("role").GetString()));
            tokens[role] = answer.GetProperty("token").GetString()!;
        }

        const string Hold = """{"all":true,"reason":"a test"}""";
        (string Method, string Path, string? Body, int Viewer, int Operator, int Owner)[] table =
        [
            ("GET", "/v1/status", null, 200, 200, 200), ("GET", "/v1/audit", null, 200, 200, 200), ("POST", "/v1/audit/verify", "", 200, 200, 200), ("POST", "/v1/queue/hold", Hold, 403, 200, 200),
            ("POST", "/v1/pauses", Hold, 403, 200, 200), ("POST", "/v1/pauses/resume", Hold, 403, 200, 404), ("POST", "/v1/credentials", """{"account":"default"}""", 403, 403, 201),
            ("POST", "/v1/users", """{"name":"more","role":"owner"}""", 403, 403, 201), ("DELETE", "/v1/users/more", null, 403, 403, 204),
        ];
        foreach (var (method, path, body, viewer, mate, owner) in table)
        {
            Assert.Equal(401, (await AskAsync(server, method, path, body, null)).Status);
            Assert.Equal((path, viewer, mate, owner), (path, (await AskAsync(server, method, path, body, tokens["viewer"])).Status, (await AskAsync(server, method, path, body, tokens["operator"])).Status, (await AskAsync(server, method, path, body, tokens["owner"])).Status));
        }

        Assert.Contains("the-operator from 127.0.0.1", (await server.RunAsync("audit", "tail")).ToString(), StringComparison.Ordinal);
        Assert.Equal(204, (await AskAsync(server, "POST", "/v1/logout", "", tokens["viewer"])).Status);
        await server.RunAsync("user", "passwd", "the-operator");
        foreach (var role in (string[])["viewer", "operator"]) Assert.Equal(401, (await AskAsync(server, "GET", "/v1/status", null, tokens[role])).Status);
    }

    [Fact]
    public async Task Guessing_EndsSoon_AndTheOwnerStillComesIn()
    {
        await using var server = new ServerProcess();
        await server.StartAsync();
        var credential = await server.RunAsync("credential", "add");
        var (user, secret) = (credential.GetProperty("user_name").GetString()!, credential.GetProperty("secret").GetString()!);
        Assert.Equal("ok", await LogInAsync(server, user, secret));
        var replies = await Task.WhenAll(Enumerable.Range(0, 14).Select(number => LogInAsync(server, $"guessed-{number}", "secret")));
        Assert.Equal(10, replies.Count(reply => reply.StartsWith("535", StringComparison.Ordinal)));
        Assert.Equal(4, replies.Count(reply => reply.StartsWith("454", StringComparison.Ordinal) && reply.Contains("SF-1110", StringComparison.Ordinal)));
        Assert.StartsWith("454", await LogInAsync(server, "guessed-15", "secret"), StringComparison.Ordinal);
        Assert.Equal("ok", await LogInAsync(server, user, secret));
        Assert.StartsWith("535", await LogInAsync(server, user, secret + "x"), StringComparison.Ordinal);
    }

    private static async Task<(int Status, JsonElement Answer)> AskAsync(ServerProcess server, string method, string path, string? body, string? token)
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{server.Http}") };
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body is null ? null : new StringContent(body, null, "application/json") };
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await client.SendAsync(request, Stop);
        var text = await response.Content.ReadAsStringAsync(Stop);
        return ((int)response.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement.Clone());
    }

    private static async Task<string> LogInAsync(ServerProcess server, string user, string secret)
    {
        using var client = new SmtpClient { ServerCertificateValidationCallback = (_, _, _, _) => true };
        await client.ConnectAsync("127.0.0.1", server.Submissions, SecureSocketOptions.SslOnConnect, Stop);
        // It would try the same password by each mechanism.
        client.AuthenticationMechanisms.Remove("LOGIN");
        try
        {
            await client.AuthenticateAsync(user, secret, Stop);
            return "ok";
        }
        catch (AuthenticationException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>RFC 6238 with the clock of now.</summary>
    private static string CodeOf(string key)
    {
        var bits = string.Concat(key.Select(digit => Convert.ToString(Base32.IndexOf(digit, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        var octets = Enumerable.Range(0, bits.Length / 8).Select(index => Convert.ToByte(bits.Substring(index * 8, 8), 2)).ToArray();
        var step = BitConverter.GetBytes(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30);
        Array.Reverse(step);
#pragma warning disable CA5350 // What authenticator apps use.
        var hash = HMACSHA1.HashData(octets, step);
#pragma warning restore CA5350
        var offset = hash[^1] & 15;
        var number = ((hash[offset] & 127) << 24) | (hash[offset + 1] << 16) | (hash[offset + 2] << 8) | hash[offset + 3];
        return (number % 1_000_000).ToString("D6", null);
    }
}
