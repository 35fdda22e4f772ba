namespace Standfast.Server.Composition;

/// <summary>Work that runs from its making until it is disposed of, which waits for its end.</summary>
internal sealed class BackgroundLoop : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running = Task.CompletedTask;

    [ThreadStatic]
    private static Action<Func<Task>>? s_starter;

    public BackgroundLoop(Func<CancellationToken, Task> run)
    {
        if (s_starter is { } start) start(() => run(_stop.Token));
        else _running = Task.Run(() => run(_stop.Token));
    }

    /// <summary>Runs the loops that this thread makes, and nobody waits for their end: a simulation has no threads. Null gives them one of the pool.</summary>
    internal static Action<Func<Task>>? Starter
    {
        set => s_starter = value;
    }

    public void Dispose()
    {
        _stop.Cancel();
        _running.GetAwaiter().GetResult();
        _stop.Dispose();
    }
}
