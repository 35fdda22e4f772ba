using Standfast.Policy.Checks;

namespace Standfast.Simulation.Internet.Servers;

/// <summary>A check whose answer is waited for within the step: what it asks of a thread of its own takes no virtual time.</summary>
internal sealed class WaitedCheck(IMessageCheck check) : IMessageCheck
{
    public ValueTask<Finding?> CheckAsync(SubmittedMessage message, CancellationToken cancellationToken)
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            var answer = check.CheckAsync(message, cancellationToken);
            return ValueTask.FromResult(answer.IsCompletedSuccessfully ? answer.Result : answer.AsTask().GetAwaiter().GetResult());
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }
}
