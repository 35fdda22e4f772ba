using System.Net;
using Microsoft.Extensions.Logging;
using Standfast.Accounts;
using Standfast.Mail;
using Standfast.MailAuth.Dkim;
using Standfast.Queue;

namespace Standfast.Reception;

/// <summary>What both sides of reception work with.</summary>
public sealed record ReceptionServices(
    IAccountStore Accounts, IMessageAcceptor Acceptor, IDkimKeys Keys, ReceptionOptions Options, TimeProvider Time, ILogger Logger)
{
    /// <summary>Null where no mail leaves under signed return paths.</summary>
    public ReturnedMail? Returns { get; init; }

    internal bool Owns(AccountId account, DomainName domain) => Accounts.FindDomain(domain)?.Account == account;

    internal bool IsTrusted(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        foreach (var network in Options.TrustedNetworks)
            if (network.Contains(address))
                return true;
        return false;
    }
}
