using System.Text;
using Standfast.Simulation.Judging;
using Standfast.Simulation.Network;
using Standfast.Simulation.Scheduling;

namespace Standfast.Simulation.Peers;

/// <summary>One connection to a provider: SMTP or LMTP as its mood has it. What it accepts is in the ledger before it says so.</summary>
internal sealed class SinkSession(LinkEnd end, Provider provider, Judge judge, EgressJudge? egress, SimulatedProcess world, TimeProvider clock)
{
    private readonly TextPeer _peer = new(end, clock, TimeSpan.FromMinutes(world.Scheduler.Random.Next(6, 30)));
    private readonly List<string> _recipients = [];
    private TimeSpan _started;
    private bool _hasMail;

    public async Task RunAsync()
    {
        try
        {
            if (!await AnswerAsync(SinkPhase.Greeting, $"220 {provider.Name} ESMTP")) return;
            while (await _peer.ReadLineAsync() is { } line)
            {
                if (line == "QUIT")
                {
                    await _peer.SayAsync("221 bye");
                    return;
                }

                if (!await ObeyAsync(line)) return;
            }
        }
        finally
        {
            await end.DisposeAsync();
        }
    }

    private Task<bool> ObeyAsync(string line)
    {
        if (line.StartsWith("EHLO ", StringComparison.Ordinal) || line.StartsWith("LHLO ", StringComparison.Ordinal) || line.StartsWith("HELO ", StringComparison.Ordinal))
            return AnswerAsync(SinkPhase.Hello, provider.OffersPipelining ? $"250-{provider.Name}\r\n250 PIPELINING" : $"250 {provider.Name}");
        if (line.StartsWith("MAIL FROM:", StringComparison.Ordinal)) return MailAsync(line["MAIL FROM:<".Length..line.IndexOf('>')]);
        if (line.StartsWith("RCPT TO:<", StringComparison.Ordinal)) return RecipientAsync(line["RCPT TO:<".Length..line.IndexOf('>')]);
        if (line == "DATA") return DataAsync();
        if (line != "RSET") return _peer.SayAsync("500 what?");
        Forget();
        return AnswerAsync(SinkPhase.Reset, "250 ok");
    }

    private async Task<bool> MailAsync(string sender)
    {
        if (_hasMail) return await _peer.SayAsync("503 nested MAIL");
        egress?.Mail(sender, end.Link.Source);
        _started = world.Scheduler.Now;
        return await AnswerAsync(SinkPhase.Mail, "250 ok", () => _hasMail = true);
    }

    private async Task<bool> RecipientAsync(string recipient)
    {
        if (!_hasMail) return await _peer.SayAsync("503 MAIL first");
        egress?.Recipient(end.Link.Source);
        if (recipient.StartsWith("bad", StringComparison.Ordinal))
        {
            judge.Refused(recipient);
            return await _peer.SayAsync("550 5.1.1 no such user");
        }

        if (provider.Greylists(recipient)) return await _peer.SayAsync("450 4.7.1 greylisted");
        if (_recipients.Count >= provider.MaxRecipients) return await _peer.SayAsync("452 4.5.3 too many recipients");
        return await AnswerAsync(SinkPhase.Recipient, "250 ok", () => _recipients.Add(recipient), [recipient]);
    }

    private async Task<bool> DataAsync()
    {
        if (_recipients.Count == 0) return await _peer.SayAsync("503 no recipients");
        var isOpen = false;
        if (!await AnswerAsync(SinkPhase.Data, "354 go on", () => isOpen = true, _recipients)) return false;
        if (!isOpen) return true;
        var content = new StringBuilder();
        while (true)
        {
            if (await _peer.ReadLineAsync() is not { } line) return false;
            if (line == ".") break;
            content.Append(line, line.StartsWith('.') ? 1 : 0, line.Length - (line.StartsWith('.') ? 1 : 0)).Append("\r\n");
        }

        var recipients = _recipients.ToArray();
        Forget();
        if (!provider.IsLmtp) return await EndAsync(content.ToString(), recipients);
        foreach (var recipient in recipients)
            if (!await EndAsync(content.ToString(), [recipient]))
                return false;
        return true;
    }

    private Task<bool> EndAsync(string content, string[] recipients)
    {
        Action<bool> accept = isKnown => judge.Accepted(provider, content, recipients, _started, end.Link, isKnown);
        // Taken, and the answer lost: who sent it cannot know.
        if (provider.Draw(SinkPhase.Content) is SinkAnswer.Closes or SinkAnswer.Hangs)
        {
            accept(false);
            return Task.FromResult(false);
        }

        return AnswerAsync(SinkPhase.Content, "250 2.0.0 taken", () => accept(true), recipients);
    }

    /// <returns>False when the session is over.</returns>
    private async Task<bool> AnswerAsync(SinkPhase phase, string wished, Action? granted = null, IReadOnlyList<string>? recipients = null)
    {
        var answer = provider.Draw(phase);
        world.Scheduler.Trace("sink answers", ((int)phase * 10) + (int)answer);
        switch (answer)
        {
            case SinkAnswer.Temporary:
                return await _peer.SayAsync("451 4.3.0 not now");
            case SinkAnswer.Permanent when phase is SinkPhase.Recipient or SinkPhase.Data or SinkPhase.Content:
                foreach (var recipient in recipients ?? []) judge.Refused(recipient);
                return await _peer.SayAsync("554 5.7.1 no");
            case SinkAnswer.ShutsDown:
                await _peer.SayAsync("421 4.3.2 going down");
                return false;
            case SinkAnswer.Closes:
                return false;
            case SinkAnswer.Hangs:
                await Task.Delay(TimeSpan.FromMinutes(12), clock);
                return false;
            case SinkAnswer.Babbles:
                await _peer.SayAsync("hello? is anybody there?");
                return false;
            default:
                granted?.Invoke();
                return await _peer.SayAsync(wished);
        }
    }

    private void Forget()
    {
        _recipients.Clear();
        _hasMail = false;
    }
}
