namespace Standfast.Reputation.Classification;

/// <summary>What a reply is about, and so what is to stop. Only <see cref="Recipient"/> may suppress a recipient.</summary>
public enum FaultScope
{
    Recipient,

    /// <summary>This message, for its content or form; another to the same recipient may pass.</summary>
    Message,

    /// <summary>The address that we send from.</summary>
    Ip,

    /// <summary>The domain that we send as.</summary>
    Domain,

    /// <summary>Our account at an upstream relay, or the sender's mailbox.</summary>
    Account,

    /// <summary>Our whole organisation at an upstream relay.</summary>
    Tenant,
}
