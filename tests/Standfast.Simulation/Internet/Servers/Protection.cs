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

    /// <summary>Waits between tries, and when a message is given up.</summary>
    public virtual RetrySchedule Retries(Random random) => new(MailServer.PlainRetries, MailServer.Expiry, random);

    /// <summary>Told when the owner gets an alert about a sender.</summary>
    public Action? Alerted { get; set; }

    /// <summary>Told when the owner gets an alert that a provider has blocked him.</summary>
    public Action? Blocked { get; set; }

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

    /// <summary>The owner has looked at the senders that are held, and lets go on whom nobody abuses any more.</summary>
    /// <param name="isAttacked">Asked of an account.</param>
    public virtual Task ReleaseSendersAsync(Func<string, bool> isAttacked) => Task.CompletedTask;

    public virtual void Dispose() => GC.SuppressFinalize(this);
}
