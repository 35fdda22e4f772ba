using Standfast.Delivery.Shaping;
using Standfast.Queue;
using Standfast.Smtp.Client;

namespace Standfast.Delivery.Sites;

/// <content>
/// The next message, opened with the end of the one before (RFC 2920 §3.1): one round trip a message instead of two. Only to a smart host or by
/// LMTP, which are ours: a provider is to be heard first, since it may block us from one message to the next.
/// </content>
internal sealed partial class Site
{
    /// <summary>A server that takes longer for its answer would keep the next message from another connection for that time; ours.</summary>
    private static readonly TimeSpan s_soon = TimeSpan.FromMilliseconds(200);

    /// <summary>Whether the connection goes on, and no other could take the next message sooner.</summary>
    private bool GoesAhead(PathLease lease, SiteConnection connection)
    {
        var transactions = connection.Transactions + 1;
        return _limits.IsOurs && lease.Path.Unanswered is null && connection.Client.OffersPipelining && connection.LastAnswer < s_soon
            && transactions < _limits.MessagesPerConnection && !_stopping.IsCancellationRequested && _paths.Free == 0
            && !_context.Budget.IsWantedFrom(this, transactions) && lease.GoesOn(transactions);
    }

    /// <summary>Takes the next message where one waits and may be sent at once.</summary>
    private async ValueTask TakeAheadAsync(SitePath path, NextMessage next)
    {
        if (await TakeAsync(path) is not { } message || !await MaySendAsync(message, path)) return;
        var recipients = message.DueRecipients.Count;
        var isSpent = _paths.Allows(path) && path.TrySpend(recipients);
        if (isSpent && path.TryPass(TimeSpan.Zero, out _, out _))
        {
            next.Hold(message);
            return;
        }

        if (isSpent) path.GiveBackRecipients(recipients);
        _context.Queue.Return(message, message.DueRecipients);
    }

    private ClientTransaction TransactionFor(DueMessage message, SiteConnection connection, NextMessage next) => new(connection.Client)
    {
        Notifications = NotificationsOf(message),
        WithFinalDot = () => next.Open(following => OpenAhead(following, connection, next)),
    };

    private ClientTransaction? OpenAhead(DueMessage message, SiteConnection connection, NextMessage next)
    {
        var envelope = message.Envelope;
        if (envelope.Is8Bit && !connection.Client.Offers8BitMime) return null;
        var transaction = TransactionFor(message, connection, next);
        var recipients = RecipientsOf(message);
        transaction.Open(ReturnPathOf(envelope, recipients), recipients, envelope.Is8Bit, message.Content.SizeOctets);
        return transaction;
    }

    /// <summary>Its connection is gone: what is said of it there is forgotten, and it stands in line again.</summary>
    private void LetGo(NextMessage next, SitePath path)
    {
        var message = next.Take(out var opened);
        if (opened is not { HasOffered: true }) path.GiveBackRecipients(message.DueRecipients.Count);
        _context.Queue.Return(message, message.DueRecipients);
    }
}
