using Standfast.Events;
using Standfast.Queue;

namespace Standfast.Server.Composition;

/// <summary>
/// Makes the event log durable from time to time and tells the spool which of its records need not be kept for replay.
/// It names the position of the round before: facts of records written side by side may arrive out of order, but not by a round.
/// </summary>
internal sealed class EventCheckpoint(IEventLog events, ISpool spool, TimeProvider time, ILogger logger) : BackgroundService
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_interval, time);
        long previous = 0;
        while (await timer.NextAsync(stoppingToken))
        {
            try
            {
                var covered = await events.FlushAsync(stoppingToken);
                if (previous > 0) spool.EventsDurableThrough(previous);
                previous = covered;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (IOException exception)
            {
                // A full disk: the log keeps its facts and the spool its records until there is space.
                Log.EventsNotDurable(logger, exception);
            }
        }
    }
}
