using Standfast.Reputation.Statistics;
using Standfast.Reputation.Statistics.Anomalies;
using Standfast.Reputation.Statistics.Limits;

namespace Standfast.Server.Composition;

/// <summary>Once a minute, when the statistics are up to date: looks for what is unlike itself, and at the distance to the limits of others.</summary>
internal sealed class StatisticsLoop(EventCounter counter, AnomalyWatch watch, LimitWatch limits, TimeProvider time, Action<Exception> failed)
{
    private static readonly TimeSpan s_every = TimeSpan.FromMinutes(1);

    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(s_every, time);
        var failing = false;
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                // What is still being read from the log would be taken for silence.
                if (counter.IsBehind) continue;
                try
                {
                    watch.Step();
                    limits.Step();
                    failing = false;
                }
                catch (IOException exception)
                {
                    if (!failing) failed(exception);
                    failing = true;
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The server stops.
        }
    }
}
