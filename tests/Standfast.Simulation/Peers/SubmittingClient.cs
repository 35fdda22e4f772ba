using System.Net;
using System.Text;
using Standfast.Simulation.Judging;
using Standfast.Simulation.Network;
using Standfast.Simulation.Scheduling;

namespace Standfast.Simulation.Peers;

/// <summary>
/// Somebody who sends mail through the server: some messages a session, then a pause. Notes what it was promised. Sometimes it
/// goes away in the middle of a message, or before the answer.
/// </summary>
internal sealed class SubmittingClient(SimulatedProcess world, TimeProvider clock, SimulatedNetwork network, Judge judge, IPAddress server, string sender, IReadOnlyList<string> recipients)
{
    private Random Random => world.Scheduler.Random;

    /// <summary>Odds that it leaves in the middle of a message.</summary>
    public double Rudeness { get; init; }

    /// <summary>Most octets of a message's body.</summary>
    public int MaxBodyOctets { get; init; } = 2_000;

    public async Task RunAsync(int messages, TimeSpan pause)
    {
        while (messages > 0)
        {
            await Task.Delay(pause * (2 * Random.NextDouble()), clock);
            var count = Math.Min(messages, Random.Next(1, 8));
            messages -= await TalkAsync(count);
        }
    }

    /// <returns>Messages that were tried.</returns>
    private async Task<int> TalkAsync(int count)
    {
        LinkEnd end;
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30), clock);
            end = await network.ConnectAsync(server, clock, limit.Token);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            return 0;
        }

        await using (end)
        {
            var peer = new TextPeer(end, clock, TimeSpan.FromMinutes(5));
            if ((await peer.ReadReplyAsync()).Code != 220) return 0;
            await peer.SayAsync("EHLO client.test");
            if ((await peer.ReadReplyAsync()).Code != 250) return 0;
            var tried = 0;
            while (tried < count)
            {
                tried++;
                if (!await SendAsync(peer, end.Link)) return tried;
            }

            await peer.SayAsync("QUIT");
            await peer.ReadReplyAsync();
            return tried;
        }
    }

    private async Task<bool> SendAsync(TextPeer peer, SimulatedLink link)
    {
        var chosen = Enumerable.Range(0, Random.Next(4) == 0 ? Random.Next(1, 12) : 1).Select(_ => recipients[Random.Next(recipients.Count)]).Distinct().ToList();
        var number = judge.NextNumber();
        var content = MakeContent(number);
        await peer.SayAsync($"MAIL FROM:<{sender}>");
        if ((await peer.ReadReplyAsync()).Code != 250) return false;
        var taken = new List<string>();
        foreach (var recipient in chosen)
        {
            await peer.SayAsync($"RCPT TO:<{recipient}>");
            if ((await peer.ReadReplyAsync()).Code == 250) taken.Add(recipient);
        }

        await peer.SayAsync("DATA");
        if ((await peer.ReadReplyAsync()).Code != 354) return false;
        judge.Sending(number, content);
        if (Random.NextDouble() < Rudeness)
        {
            await peer.SayAsync(content[..Random.Next(1, content.Length - 2)]);
            if (Random.Next(2) == 0) link.Reset();
            return false;
        }

        await peer.SayAsync(content + ".");
        if (Random.NextDouble() < Rudeness) return false;
        var (code, text) = await peer.ReadReplyAsync();
        if (code == 250) judge.Promised(number, text[(text.LastIndexOf(' ') + 1)..], taken);
        return code is 250 or (>= 400 and < 600 and not 421);
    }

    private string MakeContent(int number)
    {
        var text = new StringBuilder($"From: <{sender}>\r\nTo: <somebody@else.test>\r\nSubject: number {number}\r\nDate: Thu, 1 Jan 2026 00:00:00 +0000\r\nMessage-ID: <{number}@sim.test>\r\nX-Number: {number}\r\n\r\n");
        var octets = Random.Next(MaxBodyOctets);
        while (octets > 0)
        {
            var length = Math.Min(octets, Random.Next(1, 900));
            text.Append('x', length - 1).Append((char)('a' + Random.Next(26))).Append("\r\n");
            octets -= length + 2;
        }

        return text.ToString();
    }
}
