using Standfast.Accounts.Pauses;
using Standfast.Mail;

namespace Standfast.Policy.Credentials;

/// <summary>What a pause does to mail that was accepted before. Each change is durable before its task ends.</summary>
public interface IQueuedMail
{
    /// <summary>Holds what waits of the target; what is held already, by whomever, is left alone.</summary>
    /// <returns>Recipients.</returns>
    Task<long> HoldAsync(Pause pause, CancellationToken cancellationToken);

    /// <summary>Releases what pauses hold of the target, and nothing that anybody else holds.</summary>
    /// <param name="isStillPaused">Whether another pause covers mail of that account, stream and credential.</param>
    /// <returns>Recipients.</returns>
    Task<long> ReleaseAsync(PauseTarget target, Func<AccountId?, StreamName, string?, bool> isStillPaused, CancellationToken cancellationToken);
}
