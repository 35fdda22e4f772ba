namespace Standfast.Policy.Limits;

/// <summary>What a limit is for. A message counts for one object of each, and for each provider it has recipients at.</summary>
public enum LimitScope
{
    /// <summary>User name of an SMTP user or API key.</summary>
    Credential,

    Account,

    /// <summary>ACCOUNT/STREAM.</summary>
    Stream,

    /// <summary>Domain of the From field.</summary>
    Domain,

    /// <summary>Egress pool that the mail leaves by.</summary>
    Source,

    /// <summary>Mailbox provider of the recipients by name, or a recipient domain that belongs to none.</summary>
    Provider,
}
