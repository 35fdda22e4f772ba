using Standfast.Accounts;
using Standfast.Mail;

namespace Standfast.Reception;

/// <summary>Addresses to which others send their reports: local parts at every local domain and the domain of return paths, and whole addresses.</summary>
/// <param name="names">Local parts, or addresses.</param>
/// <param name="returnPaths">Domain of signed return paths; null where there is none.</param>
public sealed class FeedbackAddresses(IReadOnlyList<string> names, DomainName? returnPaths, IAccountStore accounts)
{
    private readonly HashSet<string> _names = new(names, StringComparer.OrdinalIgnoreCase);

    public bool Contains(EmailAddress address) =>
        _names.Contains(address.ToString()) || (_names.Contains(address.LocalPart) && (address.Domain == returnPaths || accounts.FindDomain(address.Domain) is { Local: not LocalDelivery.NotLocal }));
}
