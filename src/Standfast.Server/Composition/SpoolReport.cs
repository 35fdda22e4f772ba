using Standfast.Queue;

namespace Standfast.Server.Composition;

/// <summary>Says in the log what the spool's owner should know: where it lies, what is damaged, when it is short of space, when it has failed.</summary>
internal sealed class SpoolReport(ISpool spool, TimeProvider time, ILogger logger) : BackgroundService
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (spool.GetStats() is { FileSystemConcern: { } concern, FileSystem: var fileSystem }) Log.SpoolHome(logger, fileSystem, concern);
        if (spool.GetStats().DamagedRecords is > 0 and var damaged) Log.SpoolDamaged(logger, damaged);
        using var timer = new PeriodicTimer(s_interval, time);
        var wasShort = false;
        do
        {
            if (spool.Failure is { } failure)
            {
                Log.SpoolFailed(logger, failure);
                return;
            }

            var shortage = spool.Shortage;
            if (shortage is not null && !wasShort) Log.SpoolShort(logger, shortage);
            else if (shortage is null && wasShort) Log.SpoolHasSpace(logger);
            wasShort = shortage is not null;
        }
        while (await timer.NextAsync(stoppingToken));
    }
}
