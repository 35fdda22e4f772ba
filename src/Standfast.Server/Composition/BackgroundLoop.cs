namespace Standfast.Server.Composition;

/// <summary>Work that runs from its making until it is disposed of, which waits for its end.</summary>
internal sealed class BackgroundLoop : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    public BackgroundLoop(Func<CancellationToken, Task> run) => _running = Task.Run(() => run(_stop.Token));

    public void Dispose()
    {
        _stop.Cancel();
        _running.GetAwaiter().GetResult();
        _stop.Dispose();
    }
}
