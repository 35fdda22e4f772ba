using System.Net;
using System.Net.Sockets;
using System.Text;
using Standfast.Server.Composition;

namespace Standfast.Tests.Server;

public sealed class ScannerHttpTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answer_IsReadWhole_AndFieldsStayOneLine()
    {
        var (address, request) = Serve("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
        using var http = new ScannerHttp();
        var (status, body) = await http.PostAsync(address, [new("From", "a@example.net\r\nUser: admin"), new("Rcpt", "b@example.net"), new("Rcpt", "c@example.net")], "mail"u8.ToArray(), 100, Stop);
        Assert.Equal((200, "hello"), (status, Encoding.ASCII.GetString(body)));
        var lines = (await request).Split("\r\n");
        Assert.Contains("From: a@example.net  User: admin", lines);
        Assert.DoesNotContain("User: admin", lines);
        Assert.Contains(lines, line => line.StartsWith("Rcpt: b@example.net", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", 200)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf", 0)]
    [InlineData("SSH-2.0-x\r\n", 0)]
    [InlineData("", 0)]
    public async Task WrongAnswer_IsAnIOException(string answer, int more)
    {
        var (address, _) = Serve(answer + new string('x', more));
        using var http = new ScannerHttp();
        await Assert.ThrowsAnyAsync<IOException>(() => http.PostAsync(address, [], "mail"u8.ToArray(), 100, Stop));
    }

    [Fact]
    public async Task Redirect_IsNotFollowed()
    {
        var (address, _) = Serve("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n");
        using var http = new ScannerHttp();
        Assert.Equal(302, (await http.PostAsync(address, [], "mail"u8.ToArray(), 100, Stop)).Status);
    }

    /// <summary>Answers one request, whatever it is, and closes.</summary>
    private static (Uri Address, Task<string> Request) Serve(string answer)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return (new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}"), AnswerAsync(listener, answer));
    }

    private static async Task<string> AnswerAsync(TcpListener listener, string answer)
    {
        using var owned = listener;
        using var client = await listener.AcceptTcpClientAsync(Stop);
        var read = new StringBuilder();
        var chunk = new byte[4096];
        while (!read.ToString().EndsWith("mail", StringComparison.Ordinal) && await client.GetStream().ReadAsync(chunk, Stop) is > 0 and var count) read.Append(Encoding.UTF8.GetString(chunk, 0, count));
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(answer), Stop);
        return read.ToString();
    }
}
