using Standfast.Delivery.Shaping;
using Standfast.Mail;
using Standfast.Mail.Notifications;
using Standfast.Queue;
using Standfast.Smtp.Client;

namespace Standfast.Delivery.Sites;

/// <summary>One transaction: what is said, and what the answers mean.</summary>
internal sealed partial class Site
{
    private static SmtpReply ReplyOf(PeerException exception) => new(451, 4, (ushort)(exception.Phase == "connect" ? 1 : 2), exception.Message);

    /// <summary>A kept connection is closed with 421 when the server has had enough of it: that says nothing about this message (RFC 5321 §3.8).</summary>
    private static bool IsFarewell(IReadOnlyList<AttemptResult> outcomes) => outcomes[0] is { Outcome: AttemptOutcome.Deferred { Reply.Code: 421 }, Host.Phase: "mail" };

    private static async ValueTask<SiteConnection?> KeepOrDropAsync(SiteConnection connection, IReadOnlyList<AttemptResult> outcomes)
    {
        // After 421 the server closes (RFC 5321 §3.8).
        var closes = outcomes.Any(outcome => outcome.Outcome is AttemptOutcome.Deferred { Reply.Code: 421 });
        if (!closes) return connection;
        // Its place goes to the next connection: until it is closed it counts.
        await connection.DisposeAsync();
        return null;
    }

    /// <summary>Waits until no more transactions are unanswered than may be. Null where that is not counted.</summary>
    /// <exception cref="NoRoomException">Meanwhile the way was paused.</exception>
    private async ValueTask<UnansweredTransaction?> BeginAsync(SitePath path)
    {
        if (path.Unanswered is not { } limit) return null;
        var unanswered = await limit.BeginAsync(_stopping);
        if (!path.State.IsPaused) return unanswered;
        unanswered.Dispose();
        throw new NoRoomException();
    }

    private async Task<IReadOnlyList<AttemptResult>> SendAsync(
        DueMessage message, PathLease lease, SiteConnection connection, ClientTransaction transaction, UnansweredTransaction? unanswered, Task recorded, NextMessage next)
    {
        var path = lease.Path;
        var envelope = message.Envelope;
        var indexes = message.DueRecipients;
        if (envelope.Is8Bit && !connection.Client.Offers8BitMime)
        {
            var refusal = new AttemptOutcome.Failed(new SmtpReply(554, 6, 3, $"{connection.Host} takes no 8-bit content"));
            return [.. indexes.Select(index => new AttemptResult(index, refusal, connection.Detail("ehlo")))];
        }

        var recipients = RecipientsOf(message);
        long? sent = null;
        RecipientReply[] replies;
        try
        {
            replies = await transaction.SendAsync(
                ReturnPathOf(envelope, recipients), recipients, envelope.Is8Bit, message.Content.SizeOctets,
                new WatchedContent(message.Content, _context.Time).ReadAsync(CancellationToken.None), async () =>
                {
                    unanswered?.ContentSent();
                    await recorded;
                    if (GoesAhead(lease, connection)) await TakeAheadAsync(path, next);
                    sent = _context.Time.GetTimestamp();
                },
                CancellationToken.None);
            if (sent is { } since) connection.LastAnswer = _context.Time.GetElapsedTime(since);
        }
        catch (UnreadableContentException)
        {
            // The half-sent message must not be ended as if it were whole.
            connection.Client.Abandon();
            throw;
        }

        var refusals = ReadRefusals(envelope, path, replies);
        Learn(envelope, path, replies, refusals, connection.Transactions > 0);
        // Not before: who comes next is to know of it.
        unanswered?.Answered();
        var results = new AttemptResult[replies.Length];
        for (var index = 0; index < replies.Length; index++)
            results[index] = new AttemptResult(indexes[index], Judge(replies[index].Reply, refusals[index], HandoverBy(connection)), connection.Detail(replies[index].Phase));
        return results;
    }

    /// <summary>Of submitted mail a signed one, by which what comes back is known; mail of others keeps theirs, and reports have none (RFC 5321 §4.5.5).</summary>
    private ReversePath ReturnPathOf(Envelope envelope, EmailAddress[] recipients) =>
        _context.Options.ReturnPaths is { } signer && envelope.Account is not null && !_route.IsLmtp && envelope.Sender.Address is { } sender && sender.Domain != signer.Domain
            ? new ReversePath(signer.Sign(envelope.Id, recipients.Length == 1 ? recipients[0] : null))
            : envelope.Sender;

    private static EmailAddress[] RecipientsOf(DueMessage message)
    {
        var recipients = new EmailAddress[message.DueRecipients.Count];
        for (var index = 0; index < recipients.Length; index++) recipients[index] = message.Envelope.Recipients[message.DueRecipients[index]];
        return recipients;
    }

    private static DsnParameters? NotificationsOf(DueMessage message)
    {
        var envelope = message.Envelope;
        return envelope.Notifications.IsDefaultOrEmpty && envelope is { Return: DsnReturn.Unspecified, EnvelopeId: null }
            ? null
            : new DsnParameters(envelope.Return, envelope.EnvelopeId, [.. message.DueRecipients.Select(envelope.NotificationFor)]);
    }

    private static Handover HandoverBy(SiteConnection connection) => connection.Client.OffersDsn ? Handover.PassedOn : connection.Client.IsLmtp ? Handover.Final : Handover.Relayed;

    private void Learn(Envelope envelope, SitePath path, RecipientReply[] replies, Refusal?[] refusals, bool isReused)
    {
        if (Array.Exists(replies, reply => reply.Reply.IsPositive))
        {
            path.State.Accepted();
            if (_way is not null) _states?.Accepted(SenderOf(envelope), path.Source.Name, _way);
            if (path.Accepted()) Kick();
        }
        else
        {
            // A kept connection may be closed by 421 for its age.
            var isFarewell = isReused && replies[0] is { Phase: "mail", Reply.Enhanced: not { Subject: 7 } };
            var paused = Array.Find(refusals, refusal => refusal!.Verdict.IsPaused);
            _paths.Learn(path, replies[0].Reply, refusals[0]!.Reaction, (paused ?? refusals[0]!).Verdict, isTransaction: !isFarewell);
        }
    }
}
