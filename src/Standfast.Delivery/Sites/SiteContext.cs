using Microsoft.Extensions.Logging;
using Standfast.Delivery.Shaping;
using Standfast.Mail;
using Standfast.Queue;

namespace Standfast.Delivery.Sites;

/// <summary>What all sites share.</summary>
internal sealed record SiteContext(
    IDeliveryQueue Queue, Connector Connector, ConnectionBudget Budget, ShapingContext Shaping, DeliveryOptions Options, TimeProvider Time, ILogger Logger, ISiteOwner Owner)
{
    /// <summary>Messages that are read and told of at a time: a few seconds of one worker, which may be the one that is to try the site again; ours.</summary>
    public const int MaxWarned = 1_000;

    /// <summary>For so many counts one that is looked at in vain; ours.</summary>
    private const int NotYet = 10;

    /// <summary>After a fault of ours, before a worker begins anew; ours.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(10);

    /// <summary>Records outcomes. A defect that this brings out is the message's alone: it is set aside, for its recipients may have it already.</summary>
    /// <exception cref="IOException">The spool has failed.</exception>
    public async Task RecordAsync(DueMessage message, IReadOnlyList<AttemptResult> results)
    {
        try
        {
            await Queue.CompleteAsync(message, results, CancellationToken.None);
        }
#pragma warning disable CA1031 // The boundary of one message.
        catch (Exception exception) when (exception is not IOException)
#pragma warning restore CA1031
        {
            await FaultAsync(message, exception, mayTryAgain: false);
        }
    }

    /// <summary>Sees to it that senders hear of mail that waits for long at a site that is not tried; of more than <see cref="MaxWarned"/> messages, the next time.</summary>
    /// <exception cref="IOException">The spool has failed.</exception>
    public async Task WarnAsync(string site, SmtpReply reason, CancellationToken stopping)
    {
        // What is not late yet stands behind the others again, and may come by more than once.
        for (var looked = 0; looked < MaxWarned && !stopping.IsCancellationRequested && await Queue.TakeLateAsync(site, stopping) is { } late;)
            looked += await Queue.WarnAsync(late, reason, stopping) ? 1 : NotYet;
    }

    /// <summary>Something threw while the message was sent: that is logged and counted, and no other message feels it.</summary>
    public async Task FaultAsync(DueMessage message, Exception exception, bool mayTryAgain)
    {
        Log.MessageFault(Logger, message.Envelope.Id, exception);
        await Queue.FaultAsync(message, $"{exception.GetType().Name}: {exception.Message}", mayTryAgain, CancellationToken.None);
    }

    /// <summary>Runs a worker's work. A defect that no message is known for ends the round, not the worker: it begins anew after a pause.</summary>
    public async Task<bool> GuardAsync(string site, Func<Task<bool>> work, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                return await work();
            }
#pragma warning disable CA1031 // The boundary of a worker.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                if (stopping.IsCancellationRequested && exception is OperationCanceledException) return false;
                Log.WorkerFault(Logger, site, exception);
            }

            await Task.Delay(s_pause, Time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            if (stopping.IsCancellationRequested) return false;
        }
    }
}
