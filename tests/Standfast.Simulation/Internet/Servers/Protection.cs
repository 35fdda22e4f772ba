using Standfast.Delivery;
using Standfast.Events;
using Standfast.Policy;
using Standfast.Queue;
using Standfast.Simulation.Internet.Judging;

namespace Standfast.Simulation.Internet.Servers;

/// <summary>What stands between a server's clients and its port 25, and learns from what comes back. A plain relay has none.</summary>
internal abstract class Protection : IDisposable
{
    public virtual Guard Guard => Guard.None;

    public virtual ISendingGate? Gate => null;

    public virtual IReadOnlyList<IEventObserver> Observers => [];

    /// <summary>What Delivery knows of providers.</summary>
    public virtual DeliveryOptions Prepare(DeliveryOptions options) => options;

    /// <summary>Before anything is sent.</summary>
    public virtual void Attach(IQueueControl queue)
    {
    }

    /// <summary>A provider passes a reader's complaint on.</summary>
    public virtual void Complained(SentMail mail, string recipient, string provider)
    {
    }

    /// <summary>The owner has looked at what is held of a sender, deleted what is bad, and lets the rest go.</summary>
    /// <returns>Ids of senders whose holds were lifted.</returns>
    public virtual Task<IReadOnlyList<string>> ReleaseSendersAsync() => Task.FromResult<IReadOnlyList<string>>([]);

    public virtual void Dispose() => GC.SuppressFinalize(this);
}
