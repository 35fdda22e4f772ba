using Standfast.Events;
using Standfast.Mail;
using Standfast.Mail.Notifications;
using Standfast.Queue.Dsn;

namespace Standfast.Queue;

/// <content>What senders are told (RFC 3461): only those who submitted with a credential, and never about a notification.</content>
public sealed partial class DeliveryQueue
{
    /// <summary>The reports that these results call for, each of one kind; with the recipients that the sender is now warned about.</summary>
    private List<List<ReportedRecipient>> FindReports(QueueItem item, Envelope envelope, IReadOnlyList<AttemptResult> results, DateTimeOffset now, bool isExpired, HashSet<int> warned)
    {
        if (!envelope.DeservesDsn) return [];
        var isLate = !isExpired && IsLate(envelope);
        var (failed, delayed, succeeded) = (new List<ReportedRecipient>(0), new List<ReportedRecipient>(0), new List<ReportedRecipient>(0));
        foreach (var result in results)
        {
            var asked = envelope.NotificationFor(result.RecipientIndex);
            switch (result.Outcome)
            {
                case AttemptOutcome.Failed(var reply) when asked.WantsFailure:
                    failed.Add(Describe(DsnAction.Failed, reply));
                    break;
                case AttemptOutcome.Deferred(var reply) when isExpired && asked.WantsFailure:
                    failed.Add(Describe(DsnAction.Expired, reply));
                    break;
                case AttemptOutcome.Deferred(var reply) when isLate && WantsDelay(envelope, asked) && !IsWarned(item, result.RecipientIndex):
                    delayed.Add(Describe(DsnAction.Delayed, reply) with { RetryUntil = now + LifetimeOf(envelope) - _clock.AgeOf(envelope.AcceptedAt) });
                    warned.Add(result.RecipientIndex);
                    break;
                case AttemptOutcome.Delivered { Handover: not Handover.PassedOn } delivered when asked.WantsSuccess:
                    succeeded.Add(Describe(delivered.Handover == Handover.Final ? DsnAction.Delivered : DsnAction.Relayed, delivered.Reply));
                    break;
            }

            ReportedRecipient Describe(DsnAction action, SmtpReply reply) => new(
                envelope.Recipients[result.RecipientIndex], asked.Original, action, reply, result.Host.RemoteAddress is null ? null : result.Host.RemoteHost);
        }

        return [.. new[] { failed, delayed, succeeded }.Where(report => report.Count > 0)];
    }

    /// <summary>Unasked, only mail that one person waits for is warned about: a late campaign would bring as many warnings as it has recipients.</summary>
    private static bool WantsDelay(Envelope envelope, RecipientDsn asked) =>
        asked.Notify == DsnNotify.Unspecified ? envelope.Stream.IsTransactional : asked.Notify.HasFlag(DsnNotify.Delay);

    /// <summary>Empty where our own copy cannot be read: what became of the message is told all the same.</summary>
    private static async Task<byte[]> ReturnAsync(IMessageContent content, bool isWhole, CancellationToken cancellationToken)
    {
        try
        {
            var pieces = content.ReadAsync(cancellationToken);
            return isWhole ? await ReturnedContent.ReadWholeAsync(pieces) : await ReturnedContent.ReadHeaderAsync(pieces);
        }
        catch (IOException exception) when (exception is not SpoolFailedException)
        {
            return [];
        }
    }

    private bool IsWarned(QueueItem item, int index)
    {
        lock (_lock) return item.States![index].IsWarned;
    }

    private async Task<SpoolId> NotifyAsync(Envelope about, IMessageContent content, List<ReportedRecipient> recipients, CancellationToken cancellationToken)
    {
        var now = _clock.Wall;
        var id = NextId();
        var isWhole = about.Return == DsnReturn.Full && recipients[0].Action is DsnAction.Failed or DsnAction.Expired && content.SizeOctets <= _options.MaxReturnedOctets;
        var returned = await ReturnAsync(content, isWhole, cancellationToken);
        var notification = DsnWriter.Write(id, new ReportSubject(about.Id, about.Sender, about.AcceptedAt, about.EnvelopeId, returned, isWhole), recipients, _options.Hostname, now);
        await using var writer = _spool.BeginMessage(id, fromReserve: true);
        await writer.WriteAsync(notification, cancellationToken);
        var envelope = new Envelope(id, ReversePath.Null, now, [about.Sender.Address!]) { Is8Bit = !System.Text.Ascii.IsValid(notification.AsSpan()) };
        var accepted = new MailEvent(id, now, MailEventKind.Accepted) { Sender = "", Detail = $"delivery status notification for {about.Id}: {recipients[0].ActionName}" };
        await AcceptAsync(writer, envelope, System.Text.Encoding.ASCII.GetBytes(_signer?.Sign(notification) ?? ""), [accepted], cancellationToken);
        return id;
    }
}
