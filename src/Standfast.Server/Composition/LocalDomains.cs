using Standfast.Accounts;
using Standfast.Delivery;
using Standfast.Mail;

namespace Standfast.Server.Composition;

/// <summary>Tells Delivery where mail for our own domains ends.</summary>
internal sealed class LocalDomains(IAccountStore accounts) : ILocalDomains
{
    public LocalRoute? Find(DomainName name) => accounts.FindDomain(name)?.Local switch
    {
        LocalDelivery.Maildir => new LocalRoute.Maildir(),
        LocalDelivery.Lmtp lmtp => new LocalRoute.Lmtp(lmtp.Endpoint),
        _ => null,
    };
}
