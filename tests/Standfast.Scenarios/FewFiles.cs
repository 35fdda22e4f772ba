using System.Net.Sockets;
using System.Text;
using Standfast.Scenarios.Peers;

namespace Standfast.Scenarios;

/// <summary>The process may open few files, and a thousand clients come at once: those that are too many are told so, and nothing ends.</summary>
public sealed class FewFiles
{
    private const int Clients = 1_000;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ThousandClients_AreServedOrAnswered421_AndMailGoesOn()
    {
        await using var server = new ServerProcess("submission.trusted_networks=127.0.0.1/32") { OpenFiles = 1_024 };
        await server.StartAsync();
        var clients = new List<TcpClient>();
        try
        {
            for (var number = 0; number < Clients; number++)
            {
                var client = new TcpClient();
                clients.Add(client);
                await client.ConnectAsync("127.0.0.1", server.Submission, Stop);
            }

            var greetings = await Task.WhenAll(clients.Select(GreetingAsync));
            Assert.Equal(256, greetings.Count(greeting => greeting == "220"));
            Assert.Equal(Clients - 256, greetings.Count(greeting => greeting == "421"));
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }

        await Tool.RunAsync("swaks", "--server", $"127.0.0.1:{server.Submission}", "--from", "me@mail.example.org", "--to", "you@mail.example.org");
        Assert.Single(await server.WaitForMailAsync("mail.example.org", "you", 1));
        Assert.Contains("\"EventId\":1019", server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TooFewToWork_AreNamed_BeforeAnythingIsOpened()
    {
        var (exit, _, error) = await ServerProcess.RunToEndAsync(["serve"], openFiles: 256);
        Assert.Equal(69, exit);
        Assert.Equal("standfast cannot start: the process may open 256 files, and needs 1024, better 65536: set LimitNOFILE=65536 in the unit, or ulimit -n 65536 before it\n", error);
    }

    private static async Task<string> GreetingAsync(TcpClient client)
    {
        var buffer = new byte[3];
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        await client.GetStream().ReadExactlyAsync(buffer, limit.Token);
        return Encoding.ASCII.GetString(buffer);
    }
}
