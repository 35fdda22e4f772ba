using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Standfast.Accounts;
using Standfast.Dns;
using Standfast.Mail;
using Standfast.Reception;
using Standfast.Recovery.Intake;
using Standfast.Recovery.Requests;
using Standfast.Reputation.Feedback.Parts;

namespace Standfast.Server.Composition;

/// <summary>Answers to requests, and whatever else comes to the people who answer for the mail.</summary>
/// <param name="addresses">IP addresses of ours.</param>
/// <param name="tell">Tells the owner of a notice that nothing is done about.</param>
/// <param name="contact">Mailbox that requests name; null where none is set.</param>
internal sealed partial class Correspondence(
    IAccountStore accounts, EmailAddress? contact, RequestDesk desk, NoticeDesk notices, IDnsResolver dns, IReadOnlySet<string> addresses, TimeProvider time, Action<NoticeOutcome.Told, EmailAddress, string> tell) : ICorrespondence
{
    /// <summary>Of one address; ours.</summary>
    private const int MaxNames = 5;

    private static readonly string[] s_duties = ["abuse", "postmaster"];

    public bool Wants(EmailAddress recipient) => recipient == contact || (IsDuty(recipient) && accounts.FindDomain(recipient.Domain) is { Local: not LocalDelivery.NotLocal });

    public async ValueTask TakeAsync(ReadOnlyMemory<byte> content, EmailAddress recipient, IPAddress? client, CancellationToken cancellationToken)
    {
        var message = PartedMessage.Read(content);
        var references = Reference().Matches($"{message.Header["In-Reply-To"]} {message.Header["References"]}").Select(match => match.Groups["id"].Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var from = Address().Match(message.Header["From"] ?? "") is { Success: true } match && EmailAddress.TryParse(match.Value, out var read) ? read : null;
        var text = Encoding.UTF8.GetString(content.Span);
        if (desk.TakeAnswer(references, from, text) is not null || !IsDuty(recipient)) return;
        var isProven = from is not null && await ComesFromAsync(from.Domain, client, cancellationToken);
        if (notices.Take(text, from?.Domain.Value ?? "", isProven, IsOurs, time.GetUtcNow()) is NoticeOutcome.Told told) tell(told, recipient, from?.ToString() ?? "nobody");
    }

    private static bool IsDuty(EmailAddress recipient) => s_duties.Contains(recipient.LocalPart, StringComparer.OrdinalIgnoreCase);

    private bool IsOurs(string name) => addresses.Contains(name) || (DomainName.TryParse(name, out var domain) && accounts.FindDomain(domain) is not null);

    /// <summary>Whether the server that brought it has a name, which leads back to it, below the domain that it is from.</summary>
    private async Task<bool> ComesFromAsync(DomainName domain, IPAddress? client, CancellationToken cancellationToken)
    {
        if (client is null) return false;
        if (client.IsIPv4MappedToIPv6) client = client.MapToIPv4();
        if (await dns.ResolvePtrAsync(client, cancellationToken) is not DnsAnswer<string>.Found(var names)) return false;
        foreach (var name in names.Take(MaxNames))
        {
            if (!DomainName.TryParse(name.TrimEnd('.'), out var host) || !(host == domain || IsBelow(host, domain) || IsBelow(domain, host) || IsBelow(host, Parent(domain)))) continue;
            if (await dns.ResolveAddressesAsync(host, cancellationToken) is DnsAnswer<IPAddress>.Found(var found) && found.Contains(client)) return true;
        }

        return false;
    }

    private static bool IsBelow(DomainName host, DomainName domain) => domain.Value.Contains('.', StringComparison.Ordinal) && host.Value.EndsWith("." + domain.Value, StringComparison.Ordinal);

    /// <summary>Of abuse.hetzner.com hetzner.com: mail leaves by a host beside the name that it is from. Of a name of two labels itself.</summary>
    private static DomainName Parent(DomainName domain) => domain.Value.Split('.') is { Length: > 2 } labels && labels[^2].Length > 3 ? DomainName.Parse(string.Join('.', labels[1..])) : domain;

    [GeneratedRegex("<(?<id>[^<>\\s]{3,400})>", RegexOptions.NonBacktracking)]
    private static partial Regex Reference();

    [GeneratedRegex("[A-Za-z0-9._%+=-]{1,64}@[A-Za-z0-9.-]{3,253}", RegexOptions.NonBacktracking)]
    private static partial Regex Address();
}
