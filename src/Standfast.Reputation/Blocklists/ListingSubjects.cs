namespace Standfast.Reputation.Blocklists;

/// <summary>What a list has entries of.</summary>
[Flags]
public enum ListingSubjects
{
    None = 0,
    Ip4 = 1,
    Ip6 = 2,
    Domain = 4,

    /// <summary>Hashes of mailbox addresses: we have none to ask for.</summary>
    Email = 8,
}
