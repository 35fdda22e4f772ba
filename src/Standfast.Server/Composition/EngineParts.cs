using Standfast.Events;
using Standfast.Queue;

namespace Standfast.Server.Composition;

/// <summary>What parts bring along that are opened by themselves, whatever they are for; gathered while they are opened.</summary>
internal abstract class EngineParts(ILogger logger, TimeProvider time) : IDisposable
{
    /// <summary>Told of every fact about mail once it is durable.</summary>
    public List<IEventObserver> Observers { get; } = [];

    /// <summary>Asked before every attempt.</summary>
    public List<ISendingGate> Gates { get; } = [];

    /// <summary>Called once, when the queue is there and before anything listens.</summary>
    public List<Action<IQueueControl>> WithQueue { get; } = [];

    /// <summary>Awaited once, when all facts are in the event log and before anything is sent.</summary>
    public List<Func<CancellationToken, Task>> BeforeStart { get; } = [];

    /// <summary>What the HTTP API needs of them.</summary>
    public List<Action<IServiceCollection>> Services { get; } = [];

    /// <summary>Stores and loops, closed last to first when the server has stopped.</summary>
    public List<IDisposable> Owned { get; } = [];

    /// <summary>Whatever is wrong with settings and data files, one line each: with any of them the server does not start.</summary>
    public List<string> Mistakes { get; } = [];

    /// <summary>Work that goes on until the server stops.</summary>
    /// <param name="thread">Where it runs; null for the pool.</param>
    public void Run(string name, Func<CancellationToken, Task> work, TaskScheduler? thread = null) =>
        Owned.Add(new BackgroundLoop(work, exception => Log.LoopFailed(logger, name, exception), time, thread));

    public void Attach(IQueueControl queue)
    {
        foreach (var part in WithQueue) part(queue);
    }

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        foreach (var part in BeforeStart) await part(cancellationToken);
    }

    public void Register(IServiceCollection services)
    {
        foreach (var part in Services) part(services);
    }

    public void Dispose()
    {
        for (var index = Owned.Count - 1; index >= 0; index--)
        {
            try
            {
                Owned[index].Dispose();
            }
            catch (Exception exception)
            {
                // What could not be closed must not keep the others, and the spool after them, from it.
                Log.NotClosed(logger, Owned[index].GetType().Name, exception);
            }
        }
    }
}
