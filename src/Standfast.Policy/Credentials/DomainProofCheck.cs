using Standfast.Accounts;
using Standfast.Mail;
using Standfast.Policy.Checks;

namespace Standfast.Policy.Credentials;

/// <summary>Takes mail only from domains whose owner has published the DKIM key that this server made for them: who can do that controls the domain.</summary>
public sealed class DomainProofCheck(IAccountStore accounts) : ISenderCheck, IMessageCheck
{
    public Finding? Check(SubmissionContext context) => context.Sender.Address is { } sender ? Check(sender.Domain) : null;

    public ValueTask<Finding?> CheckAsync(SubmittedMessage message, CancellationToken cancellationToken) => new(Check(message.From.Domain));

    /// <summary>A domain that is nobody's was refused before.</summary>
    private Finding? Check(DomainName domain) => accounts.FindDomain(domain) is { VerifiedAt: null }
        ? new Finding("SF-1111", GuardAction.Refuse, $"Domain {domain}", "has not been proven by DNS", $"publish the records of \"standfast domain dns {domain}\", then run \"standfast domain verify {domain}\"") { IsBinding = true }
        : null;
}
