using System.Net;
using Standfast.Mail;
using Standfast.Simulation.Internet.Honest;
using Standfast.Simulation.Internet.Judging;
using Standfast.Simulation.Internet.Servers;
using Standfast.Simulation.Internet.World;

namespace Standfast.Simulation.Internet.Traffic;

/// <summary>The customers' programs and people: send what they always send, try again after 4xx, take off their lists who left and who is gone.</summary>
internal sealed class HonestTraffic
{
    /// <summary>One address in so many is a trap even of those who ask: typing errors, and old addresses that were turned into traps. Ours.</summary>
    private const double Traps = 1.0 / 20_000;

    /// <summary>How a usual program tries again, until it gives up.</summary>
    private static readonly TimeSpan[] s_retries = [.. new[] { 5, 10, 20, 30, 60, 120, 240, 480, 480 }.Select(minutes => TimeSpan.FromMinutes(minutes))];

    private readonly InternetWorld _world;
    private readonly MailServer _server;
    private readonly HonestSenders _senders;
    private readonly HashSet<string> _gone = [];

    public HonestTraffic(InternetWorld world, MailServer server, HonestSenders senders)
    {
        (_world, _server, _senders) = (world, server, senders);
        server.GivenUp = GivenUp;
    }

    /// <summary>Told of an honest message that came back because its sender is not wanted.</summary>
    public Action? CameBack { get; set; }

    public async Task RunAsync(int days)
    {
        for (var day = HonestSenders.WeekBegins; day < HonestSenders.WeekBegins + days; day++)
        {
            foreach (var mail in _senders.Day(day))
            {
                var wait = mail.At - _world.Scheduler.WallNow;
                if (wait > TimeSpan.Zero) await Task.Delay(wait, _world.Clock);
                Send(mail);
            }
        }
    }

    /// <summary>An address of the lists, at the provider that has it.</summary>
    public static string Address(Mailboxes mailboxes, string listed)
    {
        var at = listed.IndexOf('@', StringComparison.Ordinal);
        var index = int.Parse(listed.AsSpan(at + "@mailbox".Length, listed.Length - at - "@mailbox.example".Length), null);
        return listed[..(at + 1)] + mailboxes.DomainOf(index);
    }

    private void Send(HonestMail mail)
    {
        var isBulk = mail.Stream != "transactional";
        var recipients = new List<string>();
        foreach (var listed in mail.Recipients)
        {
            var address = Address(_world.Mailboxes, listed);
            _world.Mailboxes.Learn(address, mail.DeadShare, Traps);
            if (isBulk && (_gone.Contains(address) || _world.Readers.HasLeft(mail.Credential.Domain, address))) continue;
            recipients.Add(address);
        }

        if (recipients.Count == 0) return;
        var traits = _world.Knowledge.Mail[isBulk ? "consented-bulk" : "transactional"];
        var sent = _world.Judge.Send(traits, mail.Credential.Account, mail.Credential.User, mail.Credential.Domain, SentMail.Honest, recipients);
        foreach (var recipient in recipients)
            if (!_world.Mailboxes.Find(recipient)!.ExistsAt(_world.Now))
                _world.Judge.ToNobody(sent, recipient);
        var own = isBulk ? $"X-Standfast-Stream: {mail.Stream}\r\n{(mail.Campaign is null ? "" : $"X-Standfast-Campaign: {mail.Campaign}\r\n")}" : "";
        var content = MailWriter.Write(sent.Number, mail.Credential.Domain, mail.From, recipients, mail.Subject, _world.Scheduler.WallNow, mail.Fields + own, MailWriter.PlainText, mail.Text);
        _world.Process.Start(() => SubmitAsync(new Submission(sent, IPAddress.Parse(Client(mail.Client)), EmailAddress.Parse(mail.From), content)));
    }

    private async Task SubmitAsync(Submission submission)
    {
        for (var attempt = 0; ; attempt++)
        {
            var reply = await _server.SubmitAsync(submission);
            if (reply.IsPositive) return;
            if (!reply.IsPermanent && attempt < s_retries.Length)
            {
                await Task.Delay(s_retries[attempt], _world.Clock);
                continue;
            }

            foreach (var recipient in submission.Mail.Recipients) _world.Judge.Lost(submission.Mail, recipient, "refused: " + Short(reply.ToString()));
            return;
        }
    }

    private void GivenUp(SentMail mail, string recipient, string reason)
    {
        if (!mail.IsHonest) return;
        if (_world.Mailboxes.Find(recipient) is { } mailbox && !mailbox.ExistsAt(_world.Now))
        {
            _gone.Add(recipient);
            _world.Judge.ToNobody(mail, recipient);
            return;
        }

        CameBack?.Invoke();
        _world.Judge.Lost(mail, recipient, Short(reason));
    }

    /// <summary>Without what differs from message to message.</summary>
    private static string Short(string reason) => reason.Length <= 90 ? reason : reason[..90];

    /// <summary>Octets above 255 occur in the lists' addresses.</summary>
    public static string Client(string client) => string.Join('.', client.Split('.').Select(part => int.Parse(part, null) % 256));
}
