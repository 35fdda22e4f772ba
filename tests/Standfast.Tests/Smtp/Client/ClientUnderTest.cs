using Microsoft.Extensions.Time.Testing;
using Standfast.Mail;
using Standfast.Smtp.Client;

namespace Standfast.Tests.Smtp.Client;

/// <summary>A client, and a server that follows a script and checks what it is told.</summary>
internal sealed class ClientUnderTest
{
    public ClientUnderTest(bool isLmtp = false, ClientTimeouts? timeouts = null)
    {
        Server = new TextPeer();
        Connection = new SmtpClientConnection(Server.Near, "c.example", isLmtp, timeouts ?? new ClientTimeouts(), Time);
    }

    public FakeTimeProvider Time { get; } = new();

    public TextPeer Server { get; }

    public SmtpClientConnection Connection { get; }

    public DsnParameters? Notifications { get; set; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Greeted and introduced, with these extensions offered.</summary>
    public static async Task<ClientUnderTest> StartAsync(string extensions, bool isLmtp = false, ClientTimeouts? timeouts = null)
    {
        var client = new ClientUnderTest(isLmtp, timeouts);
        var offer = extensions.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => $"S: 250-{name}\n");
        var script = client.PlayAsync($"S: 220 hi\nC: {(isLmtp ? "LHLO" : "EHLO")} c.example\nS: 250-mx\n{string.Concat(offer)}S: 250 HELP");
        await client.Connection.GreetAsync(Stop);
        await client.Connection.HelloAsync(Stop);
        await script;
        return client;
    }

    /// <summary>
    /// "C:" is what the client must say next, "S:" a line for it, "close" hangs up, "quiet" demands that the client has sent nothing more,
    /// "gone" that it never will. The client's octets are read only as the script asks, so that replies held back show what it waits for.
    /// </summary>
    public Task PlayAsync(string script) => TextPeer.SoonAsync(Task.Run(async () =>
    {
        foreach (var line in script.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var text = line.Length > 3 ? line[3..] : "";
            switch (line)
            {
                case "close":
                    await Server.CloseAsync();
                    break;
                case "quiet":
                    Assert.Equal("", Server.Peek());
                    break;
                default:
                    if (line[0] == 'S') await Server.SendAsync(text + "\r\n");
                    else Assert.Equal(text, await Server.ReadLineAsync());
                    break;
            }
        }
    }));

    /// <summary>Sends a message while the server plays its part. What the script finds wrong comes first.</summary>
    public async Task<RecipientReply[]> SendAsync(string script, string content, params string[] recipients)
    {
        var playing = PlayAsync(script);
        var sending = new ClientTransaction(Connection) { Notifications = Notifications }.SendAsync(
            ReversePath.Null, [.. recipients.Select(EmailAddress.Parse)], is8Bit: true, content.Length, Pieces(content), () => Task.CompletedTask, Stop);
        await Task.WhenAny(playing, sending);
        if (playing.IsFaulted) await playing;
        var replies = await TextPeer.SoonAsync(sending);
        await playing;
        return replies;
    }

    /// <summary>The content in single octets, which is the worst cut.</summary>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> Pieces(string content)
    {
        foreach (var octet in TextPeer.Octets(content))
        {
            await Task.Yield();
            yield return new[] { octet };
        }
    }
}
