namespace Standfast.Reputation.Rates;

/// <summary>What became of a message to a recipient, as the rules count it.</summary>
internal enum Outcome
{
    Delivered,

    /// <summary>Ended for a reason that no rule counts.</summary>
    Failed,

    Unknown,

    Spam,

    /// <summary>A delivered one that was marked as spam.</summary>
    Complaint,
}
