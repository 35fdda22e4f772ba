namespace Standfast.Reputation.Statistics;

/// <summary>What is counted. The numbers are stored.</summary>
public enum CountKind
{
    /// <summary>Messages taken.</summary>
    Accepted = 0,

    /// <summary>Tries at delivery, of one recipient each: the sum of those that delivered, were deferred and bounced.</summary>
    Attempts = 1,

    Delivered = 2,

    /// <summary>Tries that are to be repeated.</summary>
    Deferred = 3,

    /// <summary>Tries that were refused for good.</summary>
    Bounced = 4,

    /// <summary>Given up after their time.</summary>
    Expired = 5,

    /// <summary>Reported as not delivered after the next server had taken them.</summary>
    Undelivered = 6,

    /// <summary>Not sent to who may not be written to.</summary>
    Suppressed = 7,

    Complained = 8,
    Unsubscribed = 9,

    /// <summary>By a person, as far as can be told.</summary>
    Opened = 10,

    /// <summary>By a person, as far as can be told.</summary>
    Clicked = 11,

    MachineOpened = 12,
    MachineClicked = 13,
    Held = 14,

    /// <summary>Put off without a try.</summary>
    Postponed = 15,

    /// <summary>Ended without a try, by hand or by a rule.</summary>
    Cancelled = 16,
}
