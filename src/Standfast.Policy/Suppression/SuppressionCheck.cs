using Standfast.Mail;
using Standfast.Policy.Checks;

namespace Standfast.Policy.Suppression;

/// <summary>
/// Refuses recipients who may not be written to, so that the sender learns it at once. Those whose message goes to others too are left out before
/// each attempt.
/// </summary>
public sealed class SuppressionCheck(SuppressionList list) : IRecipientCheck, IMessageCheck
{
    public Finding? Check(SubmissionContext context, EmailAddress recipient) =>
        list.Find(context.Account, null, recipient) is { } hit
            ? new Finding("SF-3001", GuardAction.Refuse, recipient.ToString(), hit.Rule, $"take the address off your list; if that is wrong, \"standfast suppress rm {hit.Address}\" undoes it")
            : null;

    public ValueTask<Finding?> CheckAsync(SubmittedMessage message, CancellationToken cancellationToken)
    {
        SuppressionHit? first = null;
        foreach (var recipient in message.Recipients)
        {
            if (list.Find(message.Context.Account, message.Stream, recipient) is not { } hit) return ValueTask.FromResult<Finding?>(null);
            first ??= hit;
        }

        if (first is null) return ValueTask.FromResult<Finding?>(null);
        var rest = message.Recipients.Count > 1 ? $", as are the {message.Recipients.Count - 1} others" : "";
        return ValueTask.FromResult<Finding?>(new Finding(
            "SF-3002", GuardAction.Refuse, $"{first.Address} in stream {message.Stream}", first.Rule + rest, "take the address off your list; mail that a person waits for belongs in stream transactional"));
    }
}
