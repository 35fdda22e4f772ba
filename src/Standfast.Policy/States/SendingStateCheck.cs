using Standfast.Policy.Checks;
using Standfast.Reputation.States;

namespace Standfast.Policy.States;

/// <summary>
/// Takes no new bulk mail of a sender who may not send: it would only grow old in the queue. Mail that a person waits for is taken and kept, and
/// goes out when the state allows it.
/// </summary>
public sealed class SendingStateCheck(SendingStates states) : IMessageCheck
{
    public ValueTask<Finding?> CheckAsync(SubmittedMessage message, CancellationToken cancellationToken)
    {
        if (message.Stream.IsTransactional) return ValueTask.FromResult<Finding?>(null);
        var state = states.FindFor(new SenderFacts(message.Context.Account, message.Context.Credential?.UserName, message.Stream, message.Campaign));
        return ValueTask.FromResult(state?.Kind switch
        {
            SendingStateKind.Held => new Finding("SF-9001", GuardAction.Refuse, state.Key.ToString(), $"is held: {state.Reason}", $"mend the cause, then ask the operator to resume it; \"standfast state show\" has the evidence") { IsBinding = true },
            SendingStateKind.Paused => new Finding("SF-9002", GuardAction.Defer, state.Key.ToString(), $"is paused until {state.Until:u}: {state.Reason}", "try again after that time; \"standfast state show\" has the evidence") { IsBinding = true },
            _ => null,
        });
    }
}
