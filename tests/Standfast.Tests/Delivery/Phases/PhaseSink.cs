using System.Collections.Concurrent;
using Standfast.Tests.Smtp;

namespace Standfast.Tests.Delivery.Phases;

/// <summary>A server that does everything right, but for one answer in one phase, once.</summary>
internal sealed class PhaseSink(string phase, PhaseAnswer? answer, bool offersTls, bool offersPipelining, TimeProvider time)
{
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _connections;

    /// <summary>A recipient whom it never takes.</summary>
    public const string Refused = "refused@example.net";

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>The answer is being given.</summary>
    public Task Answered => _answered.Task;

    /// <summary>The connection on which the answer was given.</summary>
    public int AnsweredOn { get; private set; }

    /// <summary>Recipients of whole messages, also of refused ones, and the connection each came over last.</summary>
    public ConcurrentDictionary<string, int> Taken { get; } = new();

    /// <summary>True when nobody answers; the caller then waits or is refused.</summary>
    public bool Refuses(out bool silently)
    {
        silently = answer?.Name == "hang";
        return IsNow("connect", Interlocked.Increment(ref _connections));
    }

    public async Task ServeAsync(TextPeer peer)
    {
        try
        {
            await new Conversation(this, peer, Connections).RunAsync();
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException or OperationCanceledException or TimeoutException or Xunit.Sdk.XunitException)
        {
            // The client has gone, maybe in the middle of a line.
        }
    }

    private bool IsNow(string now, int connection)
    {
        if (now != phase || answer is null || _answered.Task.IsCompleted) return false;
        AnsweredOn = connection;
        return _answered.TrySetResult();
    }

    private sealed class Conversation(PhaseSink sink, TextPeer peer, int number)
    {
        private readonly List<string> _recipients = [];
        private bool _hasMail;
        private bool _isOpen = true;

        public async Task RunAsync()
        {
            await ReplyAsync("greeting", "220 mx ESMTP\r\n");
            while (_isOpen && await peer.ReadLineAsync() is { } line)
            {
                var verb = line.Split(' ', ':')[0];
                await (verb switch
                {
                    "EHLO" => HelloAsync(),
                    "HELO" => ReplyAsync("helo", "250 mx\r\n"),
                    "STARTTLS" => StartTlsAsync(),
                    "AUTH" => ReplyAsync("auth", "235 2.7.0 Ok\r\n"),
                    "MAIL" => MailAsync(),
                    "RCPT" => RecipientAsync(line),
                    "DATA" => DataAsync(),
                    "RSET" => ResetAsync(),
                    "QUIT" => QuitAsync(),
                    _ => peer.SendAsync("500 What\r\n"),
                });
            }
        }

        /// <returns>True when the reply was the right one.</returns>
        private async Task<bool> ReplyAsync(string now, string right)
        {
            if (!sink.IsNow(now, number))
            {
                await peer.SendAsync(right);
                return true;
            }

            _isOpen = await sink.Answer.GiveAsync(peer, sink.Time);
            // Who hangs does so for good.
            if (sink.Answer.Name == "hang") await peer.ReadToEndAsync();
            return sink.Answer.Name == "twice";
        }

        private Task HelloAsync() => sink.Phase == "helo"
            ? peer.SendAsync("502 What\r\n")
            : ReplyAsync("ehlo", $"250-mx\r\n{(sink.OffersTls ? "250-STARTTLS\r\n" : "")}{(sink.OffersPipelining ? "250-PIPELINING\r\n" : "")}250 SIZE\r\n");

        private async Task StartTlsAsync()
        {
            if (await ReplyAsync(sink.Phase == "starttls+" ? "starttls+" : "starttls", "220 Go\r\n")) await peer.AcceptTlsAsync();
        }

        private async Task MailAsync() => _hasMail = await ReplyAsync("mail", "250 2.1.0 Ok\r\n");

        private async Task RecipientAsync(string line)
        {
            var recipient = line["RCPT TO:<".Length..].TrimEnd('>');
            if (!_hasMail) await peer.SendAsync("503 5.5.1 MAIL first\r\n");
            else if (recipient == Refused) await peer.SendAsync("550 5.1.1 Nobody\r\n");
            else if (await ReplyAsync("rcpt", "250 2.1.5 Ok\r\n")) _recipients.Add(recipient);
        }

        private async Task DataAsync()
        {
            if (!_hasMail || _recipients.Count == 0)
            {
                await peer.SendAsync("503 5.5.1 RCPT first\r\n");
                return;
            }

            if (!await ReplyAsync("data", "354 Go\r\n")) return;
            while (await peer.ReadLineAsync() is { } line and not ".") Assert.NotNull(line);
            foreach (var recipient in _recipients) sink.Taken[recipient] = number;
            await ReplyAsync("content", "250 2.0.0 Taken\r\n");
            _hasMail = false;
            _recipients.Clear();
        }

        private async Task ResetAsync()
        {
            if (!await ReplyAsync("rset", "250 2.0.0 Ok\r\n")) return;
            _hasMail = false;
            _recipients.Clear();
        }

        private async Task QuitAsync()
        {
            if (await ReplyAsync("quit", "221 2.0.0 Bye\r\n")) _isOpen = false;
            if (!_isOpen) await peer.CloseAsync();
        }
    }

    private PhaseAnswer Answer => answer!;

    private string Phase => phase;

    private bool OffersTls => offersTls;

    private bool OffersPipelining => offersPipelining;

    private TimeProvider Time => time;
}
