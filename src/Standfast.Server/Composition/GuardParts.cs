using Standfast.Events;
using Standfast.Mail;
using Standfast.Policy.Checks;
using Standfast.Queue;

namespace Standfast.Server.Composition;

/// <summary>What the parts of the guard bring along, gathered while they are opened; each list in the order in which it is asked.</summary>
internal sealed class GuardParts
{
    public List<ISenderCheck> Senders { get; } = [];

    public List<IRecipientCheck> Recipients { get; } = [];

    public List<IMessageCheck> Messages { get; } = [];

    /// <summary>Asked after all other checks, and so only of messages that none of them refused: what learns from what is sent.</summary>
    public List<IMessageCheck> Last { get; } = [];

    public List<IFieldSource> Fields { get; } = [];

    /// <summary>Told of messages that passed and are certainly not in the spool.</summary>
    public List<Action<SpoolId>> Withdrawals { get; } = [];

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

    /// <summary>Stores, closed last to first when the server has stopped.</summary>
    public List<IDisposable> Owned { get; } = [];

    /// <summary>Whatever is wrong with settings and data files, one line each: with any of them the server does not start.</summary>
    public List<string> Mistakes { get; } = [];
}
