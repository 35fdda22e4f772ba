using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Standfast.Accounts;
using Standfast.Api;
using Standfast.Mail;

namespace Standfast.Web;

/// <summary>Accounts, credentials and domains.</summary>
internal static class AccountEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var accounts = api.MapGroup("/accounts").WithTags("Accounts");
        accounts.MapGet("", (IAccountStore store) => Results.Json(
                (IReadOnlyList<AccountResponse>)[.. store.Accounts.Select(account => new AccountResponse(account.Id.Value, account.CreatedAt))], ApiJson.Default.IReadOnlyListAccountResponse))
            .Answers<IReadOnlyList<AccountResponse>>("listAccounts", "All accounts");
        accounts.MapPost("", AddAccountAsync).Answers<IReadOnlyList<AccountResponse>>("addAccount", "Add an account", 201, 400, 409);
        var credentials = api.MapGroup("/credentials").WithTags("Credentials");
        credentials.MapGet("", (IAccountStore store, TimeProvider time) => Results.Json((IReadOnlyList<CredentialResponse>)[.. store.Credentials.Select(credential => CredentialRequests.Describe(credential, time.GetUtcNow(), null))], ApiJson.Default.IReadOnlyListCredentialResponse))
            .Answers<IReadOnlyList<CredentialResponse>>("listCredentials", "All credentials, without their secrets");
        credentials.MapPost("", AddCredentialAsync).Answers<IReadOnlyList<CredentialResponse>>("addCredential", "Make a credential; its secret is in this answer only", 201, 400, 409);
        credentials.MapDelete("/{user}", RevokeAsync).AnswersNothing("revokeCredential", "End a credential for good", 404);
        var domains = api.MapGroup("/domains").WithTags("Domains");
        domains.MapGet("", (IAccountStore store) => Results.Json((IReadOnlyList<DomainResponse>)[.. store.Domains.Select(Describe)], ApiJson.Default.IReadOnlyListDomainResponse))
            .Answers<IReadOnlyList<DomainResponse>>("listDomains", "All domains");
        domains.MapPost("", AddDomainAsync).Answers<IReadOnlyList<DomainResponse>>("addDomain", "Add a domain of an account, with a DKIM key unless told not to sign", 201, 400, 409);
        domains.MapGet("/{name}/dns", (string name, IAccountStore store, IDomainDns dns, CancellationToken stop) => RecordsAsync(name, lookUp: false, store, dns, stop))
            .Answers<IReadOnlyList<DnsRecordResponse>>("getDomainDns", "The DNS records the domain needs", problems: 404);
        domains.MapPost("/{name}/check", (string name, IAccountStore store, IDomainDns dns, CancellationToken stop) => RecordsAsync(name, lookUp: true, store, dns, stop))
            .Answers<IReadOnlyList<DnsRecordResponse>>("checkDomain", "Compare the DNS records the domain needs with those published", problems: 404).ChangesNothing();
        domains.MapPost("/{name}/verify", VerifyAsync).Answers<IReadOnlyList<DnsRecordResponse>>("verifyDomain", "Check the records, and note the domain as verified where its DKIM key is published", problems: 404);
    }

    private static async Task<IResult> AddAccountAsync(AccountRequest request, IAccountStore store, HttpContext http, CancellationToken stop)
    {
        if (!AccountId.TryParse(request.Id, out var id)) return BadAccount(request.Id);
        return await GuardAsync(async () =>
        {
            var account = await store.AddAccountAsync(id, stop);
            http.Audited("account.add", account.Id.Value);
            return Results.Json((IReadOnlyList<AccountResponse>)[new AccountResponse(account.Id.Value, account.CreatedAt)], ApiJson.Default.IReadOnlyListAccountResponse, statusCode: 201);
        });
    }

    private static async Task<IResult> AddCredentialAsync(CredentialRequest request, IAccountStore store, TimeProvider time, HttpContext http, CancellationToken stop)
    {
        if (!CredentialRequests.TryRead(request, store, time.GetUtcNow(), out var wanted, out var problem)) return problem;
        return await GuardAsync(async () =>
        {
            var (credential, secret) = await store.AddCredentialAsync(wanted, stop);
            http.Audited("credential.add", credential.UserName, CredentialRequests.Summarise(credential));
            return Results.Json((IReadOnlyList<CredentialResponse>)[CredentialRequests.Describe(credential, time.GetUtcNow(), secret)], ApiJson.Default.IReadOnlyListCredentialResponse, statusCode: 201);
        });
    }

    private static async Task<IResult> RevokeAsync(string user, IAccountStore store, HttpContext http, CancellationToken stop)
    {
        http.Audited("credential.revoke", user);
        return await store.RevokeCredentialAsync(user, stop) ? Results.NoContent() : StandfastEndpoints.Problem(404, "no_such_credential", $"there is no live credential {user}");
    }

    private static async Task<IResult> AddDomainAsync(DomainRequest request, IAccountStore store, IDomainKeys keys, TimeProvider time, HttpContext http, CancellationToken stop)
    {
        if (!AccountId.TryParse(request.Account, out var account)) return BadAccount(request.Account);
        if (!DomainName.TryParse(request.Name, out var name)) return StandfastEndpoints.Problem(400, "bad_domain", $"\"{request.Name}\" is not a domain name");
        if (!TryLocal(request.Local, out var local)) return StandfastEndpoints.Problem(400, "bad_local", $"\"{request.Local}\" must be none, maildir, lmtp:HOST:PORT or lmtp:unix:/PATH");
        return await GuardAsync(async () =>
        {
            var selector = request.Sign ? await keys.CreateAsync(name, stop) : null;
            var domain = await store.AddDomainAsync(
                new SenderDomain(name, account, time.GetUtcNow()) { DkimSelector = selector, Local = local!, Mailboxes = [.. (request.Mailboxes ?? []).Select(mailbox => mailbox.ToLowerInvariant())] }, stop);
            http.Audited("domain.add", domain.Name.Value, $"account {domain.Account}, {(domain.DkimSelector is null ? "unsigned" : $"DKIM selector {domain.DkimSelector}")}, local {request.Local}");
            return Results.Json((IReadOnlyList<DomainResponse>)[Describe(domain)], ApiJson.Default.IReadOnlyListDomainResponse, statusCode: 201);
        });
    }

    private static async Task<IResult> RecordsAsync(string name, bool lookUp, IAccountStore store, IDomainDns dns, CancellationToken stop)
    {
        if (!DomainName.TryParse(name, out var parsed) || store.FindDomain(parsed) is not { } domain) return NoSuchDomain(name);
        return Records(await dns.DescribeAsync(domain, lookUp, stop));
    }

    private static async Task<IResult> VerifyAsync(string name, IAccountStore store, IDomainDns dns, TimeProvider time, HttpContext http, CancellationToken stop)
    {
        if (!DomainName.TryParse(name, out var parsed) || store.FindDomain(parsed) is not { } domain) return NoSuchDomain(name);
        var records = await dns.DescribeAsync(domain, lookUp: true, stop);
        // The DKIM key is ours alone: who can publish it controls the domain.
        var isProven = records.Any(record => record.Name.Contains("._domainkey.", StringComparison.Ordinal) && record.IsPublished == true);
        http.Audited("domain.verify", parsed.Value, isProven ? "proven" : "not proven");
        if (isProven) await store.MarkVerifiedAsync(parsed, time.GetUtcNow(), stop);
        return Records(records);
    }

    private static IResult Records(IReadOnlyList<DomainRecord> records) => Results.Json(
        (IReadOnlyList<DnsRecordResponse>)[.. records.Select(record => new DnsRecordResponse(record.Name, record.Type, record.Value, record.Purpose, record.Found, record.IsPublished))],
        ApiJson.Default.IReadOnlyListDnsRecordResponse);

    private static bool TryLocal(string text, out LocalDelivery? local)
    {
        local = text switch
        {
            "none" => LocalDelivery.None,
            "maildir" => new LocalDelivery.Maildir(),
            _ when text.StartsWith("lmtp:unix:/", StringComparison.Ordinal) => new LocalDelivery.Lmtp(text[5..]),
            _ when text.StartsWith("lmtp:", StringComparison.Ordinal) && text.LastIndexOf(':') is var colon and > 5
                && ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _) => new LocalDelivery.Lmtp(text[5..]),
            _ => null,
        };
        return local is not null;
    }

    private static async Task<IResult> GuardAsync(Func<Task<IResult>> action)
    {
        try
        {
            return await action();
        }
        catch (AccountConflictException exception)
        {
            return StandfastEndpoints.Problem(409, "conflict", exception.Message);
        }
    }

    internal static IResult BadAccount(string text) => StandfastEndpoints.Problem(400, "bad_account", $"\"{text}\" is not an account name: a-z, 0-9, dot, hyphen, underscore");

    private static IResult NoSuchDomain(string name) => StandfastEndpoints.Problem(404, "no_such_domain", $"there is no domain {name}; add it with \"standfast domain add {name}\"");

    private static DomainResponse Describe(SenderDomain domain) => new(
        domain.Name.Value, domain.Account.Value, domain.CreatedAt, domain.VerifiedAt, domain.DkimSelector,
        domain.Local switch { LocalDelivery.Maildir => "maildir", LocalDelivery.Lmtp lmtp => "lmtp:" + lmtp.Endpoint, _ => "none" }, domain.Mailboxes);
}
