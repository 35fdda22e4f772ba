namespace Standfast.Simulation.Scheduling;

/// <summary>
/// A process of the simulated machine: what awaits under it continues under it. Killed, none of its steps and timers ever
/// runs again, and nothing of it is unwound: so a kill is one.
/// </summary>
public sealed class SimulatedProcess(StepScheduler scheduler, int number, Action<Exception> onFault) : SynchronizationContext
{
    public int Number { get; } = number;

    public StepScheduler Scheduler { get; } = scheduler;

    public bool IsDead { get; private set; }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (Scheduler.IsOnThread() && !IsDead) Scheduler.Enqueue(this, d, state);
    }

    public override void Send(SendOrPostCallback d, object? state) => Run(d, state);

    public override SynchronizationContext CreateCopy() => this;

    public void Kill() => IsDead = true;

    /// <summary>Starts work as a step of its own; what it throws is a fault.</summary>
    public void Start(Func<Task> work) => Post(_ => Observe(work()), null);

    internal void Run(SendOrPostCallback callback, object? state)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            callback(state);
        }
#pragma warning disable CA1031 // Whatever escapes is the finding.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (!IsDead) onFault(exception);
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    private async void Observe(Task task)
    {
        try
        {
            await task;
        }
#pragma warning disable CA1031 // As above.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (!IsDead) onFault(exception);
        }
    }
}
