using Standfast.Events;
using Standfast.Policy.Checks;
using Standfast.Queue;

namespace Standfast.Server.Composition;

/// <summary>What the parts of Reputation bring along, gathered while they are opened.</summary>
internal sealed class ReputationParts
{
    /// <summary>Told of every fact about mail once it is durable.</summary>
    public List<IEventObserver> Observers { get; } = [];

    /// <summary>Asked before every attempt.</summary>
    public List<ISendingGate> Gates { get; } = [];

    /// <summary>Asked of each submitted message before what takes from a budget.</summary>
    public List<IMessageCheck> Checks { get; } = [];

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
}
