using System.Globalization;
using Standfast.Accounts;
using Standfast.Mail;
using Standfast.Policy.Checks;

namespace Standfast.Policy.Credentials;

/// <summary>
/// Holds a credential to its scope: not after its end, from its networks, as its domains. It looks at the credential as it is now, not as
/// it was at the login: a session that outlives a revocation sends nothing more.
/// </summary>
public sealed class CredentialCheck(IAccountStore accounts, TimeProvider time) : ISenderCheck, IMessageCheck
{
    /// <summary>Allowed domains that a reply names.</summary>
    private const int NamedDomains = 3;

    public Finding? Check(SubmissionContext context)
    {
        if (context.Credential is not { } known) return null;
        if (Find(known) is { } finding) return finding;
        var credential = accounts.FindCredential(known.UserName)!;
        if (credential.Kind == CredentialKind.ApiKey)
            return Refuse("SF-1105", credential, "is an API key and opens no SMTP session", "make an SMTP credential with \"standfast credential add\"");
        if (!credential.Scope.AllowsClient(context.Client))
            return Refuse("SF-1102", credential, $"may not be used from {context.Client?.ToString() ?? "an unknown address"}", "connect from an address it is for (\"standfast credential ls\"), or make one for this address");
        return context.Sender.Address is { } sender ? CheckDomain(credential, sender.Domain, "send from") : null;
    }

    public ValueTask<Finding?> CheckAsync(SubmittedMessage message, CancellationToken cancellationToken)
    {
        if (message.Context.Credential is not { } known) return default;
        return new(Find(known) ?? CheckDomain(accounts.FindCredential(known.UserName)!, message.From.Domain, "write From as"));
    }

    /// <summary>What may have changed since the login.</summary>
    private Finding? Find(Credential known)
    {
        if (accounts.FindCredential(known.UserName) is not { RevokedAt: null } credential) return Refuse("SF-1104", known, "has been revoked", "ask the owner of the account for a new one");
        if (!credential.Scope.HasExpired(time.GetUtcNow())) return null;
        var end = credential.Scope.ExpiresAt!.Value.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
        return Refuse("SF-1101", credential, $"expired at {end}", "make a new one with \"standfast credential add\" and put it into the application");
    }

    private static Finding? CheckDomain(Credential credential, DomainName domain, string verb)
    {
        if (credential.Scope.AllowsFrom(domain)) return null;
        var allowed = string.Join(", ", credential.Scope.FromDomains.Take(NamedDomains)) + (credential.Scope.FromDomains.Length > NamedDomains ? ", ..." : "");
        return Refuse("SF-1103", credential, $"may not {verb} {domain}", $"use {allowed}, or a credential for {domain}");
    }

    private static Finding Refuse(string id, Credential credential, string rule, string next) => new(id, GuardAction.Refuse, $"Credential {credential.UserName}", rule, next) { IsBinding = true };
}
