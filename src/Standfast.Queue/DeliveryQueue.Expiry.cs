using Standfast.Mail;

namespace Standfast.Queue;

/// <content>Messages whose sender set a time: they end then, even where no attempt is made because their site is down.</content>
public sealed partial class DeliveryQueue
{
    private static readonly TimeSpan s_expiryLater = TimeSpan.FromMinutes(10);

    private void WatchExpiryLocked(SpoolId id, TimeSpan left)
    {
        var steady = _clock.Steady;
        _expiries.Add(id, 0, steady + left, steady);
    }

    /// <summary>Its own time passed while it was in somebody's hands, or before its turn came: it ends, and is not tried any more.</summary>
    private bool EndsLocked(QueueItem item)
    {
        if (item.Envelope is not { ExpiresAt: { } expiresAt } envelope || !_clock.LookIsSettled() || _clock.AgeOf(envelope.AcceptedAt) < expiresAt - envelope.AcceptedAt) return false;
        WatchExpiryLocked(item.Id, TimeSpan.Zero);
        SetTimerLocked();
        return true;
    }

    private async Task ExpireAsync(SpoolId id)
    {
        if (!_clock.LookIsSettled())
        {
            lock (_lock)
            {
                WatchExpiryLocked(id, s_expiryLater);
                SetTimerLocked();
            }

            return;
        }

        try
        {
            await ActAsync(new QueueAction.Expire(), new QueueFilter(id), "the time that its sender set is over", isDryRun: false, CancellationToken.None);
        }
        catch (IOException)
        {
            // The spool has failed and says so itself; after a restart the message is due, and ends then.
        }
    }
}
