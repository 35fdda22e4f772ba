using Standfast.Policy.Credentials;

namespace Standfast.Server.Composition;

/// <summary>
/// Holds again what pauses cover, some times after one began: a message may have been on its way in, or in the hands of Delivery and
/// deferred since.
/// </summary>
internal sealed class PauseKeeper(SendingPauses pauses, TimeProvider time, ILogger logger) : BackgroundService
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(5);

    /// <summary>Ages of a pause at which its holds are looked after; an attempt takes at most some minutes for each phase.</summary>
    private static readonly TimeSpan[] s_ages = [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30)];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_interval, time);
        var (isDue, before) = (false, time.GetUtcNow());
        do
        {
            var now = time.GetUtcNow();
            isDue |= pauses.All.Any(pause => pause.IsLifting || s_ages.Any(age => pause.Since + age > before && pause.Since + age <= now));
            before = now;
            if (!isDue) continue;
            try
            {
                await pauses.SettleAsync(stoppingToken);
                isDue = false;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is IOException or InvalidDataException)
            {
                Log.PausesNotSettled(logger, exception);
            }
        }
        while (await timer.NextAsync(stoppingToken));
    }
}
