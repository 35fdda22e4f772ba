namespace Standfast.Accounts;

/// <summary>What a credential opens.</summary>
public enum CredentialKind
{
    /// <summary>AUTH on the submission ports.</summary>
    Smtp = 0,

    /// <summary>The HTTP API for sending; never SMTP.</summary>
    ApiKey = 1,
}
