namespace Standfast.Policy.Suppression;

/// <summary>Why an address may not be written to. The numbers are stored.</summary>
public enum SuppressionReason
{
    /// <summary>The recipient has asked for it. Never stops transactional mail, unless it is that stream they left.</summary>
    Unsubscribed = 0,

    /// <summary>The recipient reported mail as spam.</summary>
    Complaint = 1,

    /// <summary>The recipient's server said that there is no such mailbox.</summary>
    HardBounce = 2,

    /// <summary>Put there by a person.</summary>
    Manual = 3,

    /// <summary>From a list of another system.</summary>
    Imported = 4,
}
