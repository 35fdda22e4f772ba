using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace Standfast.Scenarios;

/// <summary>kill -9 while clients submit, again and again: whatever got 250 arrives.</summary>
public sealed class CrashUnderLoad
{
    private const int Clients = 8;

    [Fact]
    public async Task Acknowledged_IsDelivered_WhateverIsKilled()
    {
        var crashes = int.TryParse(Environment.GetEnvironmentVariable("CRASHES"), out var given) ? given : 50;
        await using var server = new ServerProcess("submission.trusted_networks=127.0.0.1/32");
        var acknowledged = new ConcurrentBag<string>();
        var random = new Random(1);
        for (var crash = 0; crash < crashes; crash++)
        {
            await server.StartAsync();
            using var stop = new CancellationTokenSource();
            var clients = Enumerable.Range(0, Clients).Select(client => Task.Run(() => SubmitUntilAsync(server.Submission, $"{crash}-{client}", acknowledged, stop.Token))).ToArray();
            await Task.Delay(random.Next(100, 500), TestContext.Current.CancellationToken);
            await server.KillAsync();
            await stop.CancelAsync();
            await Task.WhenAll(clients);
        }

        await server.StartAsync();
        Assert.True(acknowledged.Count > crashes);
        for (var round = 0; round < 300 && (await server.RunAsync("status")).GetProperty("queue_messages").GetInt64() > 0; round++) await Task.Delay(100, TestContext.Current.CancellationToken);
        var arrived = server.Mailbox("mail.example.org", "you").Select(file => File.ReadLines(file).First(line => line.StartsWith("Subject: ", StringComparison.Ordinal))["Subject: ".Length..]).ToList();
        Assert.Empty(acknowledged.Except(arrived));
        Assert.True(arrived.Count - arrived.Distinct().Count() <= crashes * Clients);
    }

    private static async Task SubmitUntilAsync(int port, string name, ConcurrentBag<string> acknowledged, CancellationToken stop)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port, stop);
            using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
            await using var writer = new StreamWriter(client.GetStream(), Encoding.ASCII) { NewLine = "\r\n", AutoFlush = true };
            await reader.ReadLineAsync(stop);
            await writer.WriteAsync("HELO client.example\r\n");
            await reader.ReadLineAsync(stop);
            for (var number = 0; !stop.IsCancellationRequested; number++)
            {
                var subject = $"{name}-{number}";
                foreach (var command in (string[])["MAIL FROM:<me@mail.example.org>", "RCPT TO:<you@mail.example.org>", "DATA", $"From: me@mail.example.org\r\nSubject: {subject}\r\n\r\nbody\r\n."])
                {
                    await writer.WriteAsync(command + "\r\n");
                    var reply = await reader.ReadLineAsync(stop);
                    if (reply is null || reply[0] is '4' or '5') return;
                    if (reply.Contains("queued as", StringComparison.Ordinal)) acknowledged.Add(subject);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
        {
            // The server was killed: what was not acknowledged may be lost.
        }
    }
}
