namespace Standfast.Server.Composition;

/// <summary>Waiting for a timer by work that ends with the server.</summary>
internal static class Ticks
{
    /// <summary>False when the server stops, perhaps before it has begun: for the host, a service that ends by an exception then is a fault that it reports.</summary>
    public static async Task<bool> NextAsync(this PeriodicTimer timer, CancellationToken stoppingToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
