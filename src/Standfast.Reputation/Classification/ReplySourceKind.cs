namespace Standfast.Reputation.Classification;

/// <summary>Whose rules those of one name are; the order is that in which they are asked.</summary>
public enum ReplySourceKind
{
    /// <summary>A mailbox provider, filter or relay.</summary>
    Provider,

    /// <summary>Receivers of all kinds that name the blocklist which they ask.</summary>
    Quoted,

    /// <summary>Relays in general; asked only where the peer is our own.</summary>
    Submission,

    /// <summary>Servers in general.</summary>
    General,
}
