using Standfast.Mail;
using Standfast.Policy.Checks;
using Standfast.Policy.Unsubscribe;

namespace Standfast.Policy.Consent;

/// <summary>Refuses mail to people who have not asked for it, where the owner demands that they have.</summary>
public sealed class ConsentCheck(ConsentLedger ledger, IReadOnlyList<ConsentRequirement> requirements, UnsubscribeOptions options) : IMessageCheck
{
    public ValueTask<Finding?> CheckAsync(SubmittedMessage message, CancellationToken cancellationToken) => ValueTask.FromResult(Check(message));

    private Finding? Check(SubmittedMessage message)
    {
        var (account, isRequired) = (message.Context.Account, false);
        foreach (var requirement in requirements) isRequired |= requirement.Covers(account, message.Stream, options.IsBulk(message.Stream));
        if (!isRequired) return null;
        EmailAddress? first = null;
        var others = 0;
        foreach (var recipient in message.Recipients)
        {
            if (ledger.Has(account, message.Stream, recipient)) continue;
            if (first is null) first = recipient;
            else others++;
        }

        return first is null ? null : new Finding(
            "SF-3101", GuardAction.Refuse, first.ToString(), $"{(others > 0 ? $"and {others} other recipients have" : "has")} not asked for stream {message.Stream} of account {account}, as far as is recorded here",
            $"leave them out, or record their consent: \"standfast consent add {first} --account {account} --stream {message.Stream} --how ...\"");
    }
}
