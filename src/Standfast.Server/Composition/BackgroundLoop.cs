namespace Standfast.Server.Composition;

/// <summary>Work that runs from its making until it is disposed of, which waits for its end. Where it fails it is told of and begun again after a minute.</summary>
internal sealed class BackgroundLoop : IDisposable
{
    /// <summary>Between a failure and the next try; ours.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly Func<CancellationToken, Task> _run;
    private readonly Action<Exception> _failed;
    private readonly TimeProvider _time;
    private readonly Task _running = Task.CompletedTask;

    [ThreadStatic]
    private static Action<Func<Task>>? s_starter;

    /// <param name="run">Ends when it is cancelled.</param>
    /// <param name="failed">Told of every exception that the work ends with before it is cancelled.</param>
    /// <param name="time">For the pause after it.</param>
    /// <param name="thread">Where it runs; null for the pool.</param>
    public BackgroundLoop(Func<CancellationToken, Task> run, Action<Exception> failed, TimeProvider time, TaskScheduler? thread = null)
    {
        (_run, _failed, _time) = (run, failed, time);
        if (s_starter is { } start) start(() => run(_stop.Token));
        else _running = Task.Factory.StartNew(RunAsync, CancellationToken.None, TaskCreationOptions.DenyChildAttach, thread ?? TaskScheduler.Default).Unwrap();
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

    private async Task RunAsync()
    {
        // Once at least: what is at hand when it is stopped at once is still written.
        while (true)
        {
            try
            {
                await _run(_stop.Token);
                return;
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Whatever it is: a fault of one loop must neither end it silently nor keep the stores from being closed.
                _failed(exception);
            }

            if (_stop.IsCancellationRequested) return;
            await Task.Delay(s_pause, _time, _stop.Token).ContinueWith(static _ => { }, TaskScheduler.Default);
        }
    }
}
