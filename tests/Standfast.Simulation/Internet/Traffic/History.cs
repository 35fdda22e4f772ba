using System.Net;
using Standfast.Accounts;
using Standfast.Mail;
using Standfast.Mail.Headers;
using Standfast.Policy.Checks;
using Standfast.Policy.Compromise;
using Standfast.Queue;
using Standfast.Simulation.Internet.Honest;
using Standfast.Simulation.Internet.World;

namespace Standfast.Simulation.Internet.Traffic;

/// <summary>The six weeks before the month: the server has come to know what each customer normally sends.</summary>
internal static class History
{
    public static void Live(InternetWorld world, SenderWatch watch, HonestSenders senders, IAccountStore accounts, TimeProvider clock)
    {
        var ids = new SpoolIdGenerator(clock, world.RandomFor("history"));
        for (var day = 0; day < HonestSenders.WeekBegins; day++)
        {
            foreach (var mail in senders.Day(day))
            {
                if (mail.At > world.Scheduler.WallNow) world.Scheduler.Lose(mail.At - world.Scheduler.WallNow);
                var finding = watch.CheckAsync(Write(world, mail, accounts.FindCredential(mail.Credential.User)!, ids.Next()), CancellationToken.None).AsTask();
                if (finding.Result is { } why) throw new InvalidOperationException($"history: {why}");
            }
        }
    }

    private static SubmittedMessage Write(InternetWorld world, HonestMail mail, Credential credential, SpoolId id)
    {
        var recipients = mail.Recipients.Select(listed => HonestTraffic.Address(world.Mailboxes, listed)).ToList();
        var now = world.Scheduler.WallNow;
        var content = MailWriter.Write(0, mail.Credential.Domain, mail.From, recipients, mail.Subject, now, mail.Fields, MailWriter.PlainText, mail.Text);
        var end = content.AsSpan().IndexOf("\r\n\r\n"u8) + 2;
        if (!HeaderSection.TryParse(content.AsMemory(0, end), out var headers, out var error)) throw new InvalidOperationException(error);
        var from = EmailAddress.Parse(mail.From);
        var context = new SubmissionContext(credential.Account, credential, IPAddress.Parse(HonestTraffic.Client(mail.Client)), new ReversePath(from), now);
        return new SubmittedMessage(
            context, id, StreamName.Parse(mail.Stream), mail.Campaign is null ? null : CampaignName.Parse(mail.Campaign), from, [.. recipients.Select(EmailAddress.Parse)], headers, content);
    }
}
