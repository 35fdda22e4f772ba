using System.Net;
using Microsoft.Extensions.Logging;
using Standfast.Accounts;
using Standfast.Accounts.Logins;
using Standfast.Mail;
using Standfast.MailAuth.Dkim;
using Standfast.Policy;
using Standfast.Policy.Inbound;
using Standfast.Policy.Unsubscribe;
using Standfast.Queue;

namespace Standfast.Reception;

/// <summary>What both sides of reception work with.</summary>
public sealed record ReceptionServices(
    IAccountStore Accounts, IMessageAcceptor Acceptor, IDkimKeys Keys, ReceptionOptions Options, TimeProvider Time, ILogger Logger)
{
    /// <summary>Five messages of the largest size that is accepted by default; ours.</summary>
    private const long DefaultInspectionBytes = 256L * 1024 * 1024;

    /// <summary>Null where no mail leaves under signed return paths.</summary>
    public ReturnedMail? Returns { get; init; }

    /// <summary>Where mail to unsubscribe ends; null where none is taken.</summary>
    public Unsubscriptions? Unsubscriptions { get; init; }

    /// <summary>Reads bounces and reports; null reads none.</summary>
    public FeedbackMail? Feedback { get; init; }

    /// <summary>Reads mail to who answers for this server; null reads none.</summary>
    public ICorrespondence? Correspondence { get; init; }

    /// <summary>What submitted mail must pass.</summary>
    public Guard Guard { get; init; } = Guard.None;

    /// <summary>What mail of other servers must pass; null for nothing.</summary>
    public InboundGuard? Inbound { get; init; }

    /// <summary>Bounds the guessing of passwords; null bounds nothing.</summary>
    public LoginThrottle? Logins { get; init; }

    /// <summary>Where help on replies is served, such as http://mail.example.org:8025/e/; null gives no link.</summary>
    public string? HelpBase { get; init; }

    /// <summary>With the address of the help on it.</summary>
    internal SmtpReply Explain(SmtpReply reply) => Replies.WithHelp(reply, HelpBase);

    public InspectionBudget Inspection { get; init; } = new(DefaultInspectionBytes);

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
