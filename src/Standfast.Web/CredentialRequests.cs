using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;
using Standfast.Accounts;
using Standfast.Api;
using Standfast.Mail;

namespace Standfast.Web;

/// <summary>Reads what a credential is to be, and says what one is; the first mistake is answered by its name.</summary>
internal static class CredentialRequests
{
    private const int MaxRatePerHour = 1_000_000;

    private const int MaxDescription = 200;

    public static bool TryRead(CredentialRequest request, IAccountStore store, DateTimeOffset now, [NotNullWhen(true)] out NewCredential? credential, [NotNullWhen(false)] out IResult? problem)
    {
        credential = null;
        problem = null;
        var (domains, networks, expires) = (new List<DomainName>(), new List<IPNetwork>(), default(DateTimeOffset?));
        if (!AccountId.TryParse(request.Account, out var account)) problem = AccountEndpoints.BadAccount(request.Account);
        else if (request.Description?.Length > MaxDescription) problem = Bad("description", $"is longer than {MaxDescription} characters");
        else if (request.Kind is not (null or "smtp" or "api")) problem = Bad("kind", $"= \"{request.Kind}\" must be smtp or api");
        else if (request.FromDomains?.Count > CredentialScope.MaxEntries || request.FromAddresses?.Count > CredentialScope.MaxEntries) problem = Bad("scope", $"names more than {CredentialScope.MaxEntries} domains or addresses");
        else if (request.RatePerHour is < 1 or > MaxRatePerHour) problem = Bad("rate_per_hour", $"= {request.RatePerHour} must be 1 to {MaxRatePerHour}");
        else if (request.Expires is { } end && !TryEnd(end, now, out expires)) problem = Bad("expires", $"= \"{end}\" must be a duration such as 12h or 90d, or a time to come such as 2030-01-31T00:00:00Z");
        else problem = ReadDomains(request.FromDomains ?? [], store, account, domains) ?? ReadNetworks(request.FromAddresses ?? [], networks);
        if (problem is not null) return false;
        credential = new NewCredential(account!, request.Description)
        {
            Kind = request.Kind == "api" ? CredentialKind.ApiKey : CredentialKind.Smtp,
            Scope = new CredentialScope { FromDomains = [.. domains], Networks = [.. networks], ExpiresAt = expires, RatePerHour = request.RatePerHour },
        };
        return true;
    }

    public static CredentialResponse Describe(Credential credential, DateTimeOffset now, string? secret) =>
        new(credential.UserName, credential.Account.Value, credential.Description, credential.CreatedAt, credential.RevokedAt, secret)
        {
            Kind = credential.Kind == CredentialKind.ApiKey ? "api" : "smtp",
            State = credential.RevokedAt is not null ? "revoked" : credential.Scope.HasExpired(now) ? "expired" : "live",
            FromDomains = [.. credential.Scope.FromDomains.Select(domain => domain.Value)],
            FromAddresses = [.. credential.Scope.Networks.Select(network => network.ToString())],
            ExpiresAt = credential.Scope.ExpiresAt,
            RatePerHour = credential.RatePerHour,
        };

    /// <summary>One line for the audit log.</summary>
    public static string Summarise(Credential credential)
    {
        var scope = credential.Scope;
        string?[] parts =
        [
            $"account {credential.Account}", credential.Kind == CredentialKind.ApiKey ? "API key" : null, scope.FromDomains.IsEmpty ? null : $"From {string.Join(' ', scope.FromDomains)}",
            scope.Networks.IsEmpty ? null : $"used from {string.Join(' ', scope.Networks)}", scope.ExpiresAt is { } end ? $"until {end:u}" : null, scope.RatePerHour is { } rate ? $"{rate} recipients an hour" : null, credential.Description,
        ];
        return string.Join(", ", parts.OfType<string>());
    }

    private static bool TryEnd(string text, DateTimeOffset now, out DateTimeOffset? end)
    {
        end = null;
        if (DurationText.TryParse(text, out var duration)) end = now + duration;
        else if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time > now) end = time.ToUniversalTime();
        return end is not null;
    }

    private static IResult? ReadDomains(IReadOnlyList<string> texts, IAccountStore store, AccountId account, List<DomainName> domains)
    {
        foreach (var text in texts)
        {
            if (!DomainName.TryParse(text, out var domain)) return Bad("from_domains", $"\"{text}\" is not a domain name");
            if (store.FindDomain(domain)?.Account != account) return Bad("from_domains", $"{domain} is not a domain of account {account}; add it with \"standfast domain add {domain} --account {account}\"");
            if (!domains.Contains(domain)) domains.Add(domain);
        }

        return null;
    }

    private static IResult? ReadNetworks(IReadOnlyList<string> texts, List<IPNetwork> networks)
    {
        foreach (var text in texts)
        {
            var isNetwork = IPNetwork.TryParse(text, out var network);
            if (!isNetwork && IPAddress.TryParse(text, out var address))
                (isNetwork, network) = (true, new IPNetwork(address, address.GetAddressBytes().Length * 8));
            if (!isNetwork) return Bad("from_addresses", $"\"{text}\" is not an address or a network such as 192.0.2.0/24 (bits after the prefix must be 0)");
            if (!networks.Contains(network)) networks.Add(network);
        }

        return null;
    }

    private static IResult Bad(string name, string what) => StandfastEndpoints.Problem(400, $"bad_{name}", $"{name} {what}");
}
