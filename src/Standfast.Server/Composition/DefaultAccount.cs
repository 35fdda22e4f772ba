using Standfast.Accounts;
using Standfast.Mail;

namespace Standfast.Server.Composition;

/// <summary>
/// What makes the first message possible without any set-up: an account, a credential, and a local domain with this
/// host's name whose mail ends in DATA/maildir.
/// </summary>
internal static class DefaultAccount
{
    /// <returns>The credential and its secret, which is not kept; null when there already was an account.</returns>
    public static async Task<(Credential Credential, string Secret)?> EnsureAsync(
        IAccountStore accounts, IDomainKeys keys, DomainName hostname, TimeProvider time, CancellationToken cancellationToken)
    {
        if (accounts.Accounts.Count > 0) return null;
        await accounts.AddAccountAsync(AccountId.Default, cancellationToken);
        var selector = await keys.CreateAsync(hostname, cancellationToken);
        await accounts.AddDomainAsync(
            new SenderDomain(hostname, AccountId.Default, time.GetUtcNow()) { DkimSelector = selector, Local = new LocalDelivery.Maildir() }, cancellationToken);
        return await accounts.AddCredentialAsync(AccountId.Default, "made at first start", cancellationToken);
    }
}
