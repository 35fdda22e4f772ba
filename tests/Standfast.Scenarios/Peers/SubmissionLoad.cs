using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace Standfast.Scenarios.Peers;

/// <summary>Many sessions that submit as fast as they are let, until each is refused, has sent enough, or the server is gone.</summary>
internal sealed class SubmissionLoad(int port)
{
    private int _accepted;

    /// <summary>Messages that were answered 250.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>The last reply of each session that was not 250.</summary>
    public ConcurrentQueue<string> Refusals { get; } = new();

    /// <summary>Sessions that the server ended in the middle.</summary>
    public int Cut { get; private set; }

    /// <param name="each">Messages of each session.</param>
    /// <param name="enough">Called after each acceptance, with how many there are by now.</param>
    public async Task RunAsync(int sessions, int each, Action<int>? enough, CancellationToken cancellationToken)
    {
        var ends = await Task.WhenAll(Enumerable.Range(0, sessions).Select(number => RunOneAsync(number, each, enough, cancellationToken)));
        Cut += ends.Count(isWhole => !isWhole);
    }

    private async Task<bool> RunOneAsync(int session, int each, Action<int>? enough, CancellationToken cancellationToken)
    {
        try
        {
            using var client = new TcpClient { NoDelay = true };
            await client.ConnectAsync("127.0.0.1", port, cancellationToken);
            using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
            if (await reader.ReadLineAsync(cancellationToken) is null) return false;
            await SayAsync(client, reader, "HELO client.example", cancellationToken);
            for (var number = 0; number < each; number++)
            {
                foreach (var command in (string[])["MAIL FROM:<me@mail.example.org>", $"RCPT TO:<you{session}@example.net>", "DATA", $"From: me@mail.example.org\r\nTo: you{session}@example.net\r\nSubject: Your receipt {session}-{number}\r\n\r\nThank you for your order {session}-{number}.\r\n."])
                {
                    if (await SayAsync(client, reader, command, cancellationToken) is not { } reply) return false;
                    if (reply[0] is '2' or '3') continue;
                    Refusals.Enqueue(reply);
                    return true;
                }

                var accepted = Interlocked.Increment(ref _accepted);
                enough?.Invoke(accepted);
            }

            return true;
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            return false;
        }
    }

    private static async Task<string?> SayAsync(TcpClient client, StreamReader reader, string command, CancellationToken cancellationToken)
    {
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"), cancellationToken);
        string? line;
        do line = await reader.ReadLineAsync(cancellationToken);
        while (line is { Length: > 3 } && line[3] == '-');
        return line is { Length: > 0 } ? line : null;
    }
}
