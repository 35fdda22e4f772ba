namespace Standfast.Reputation.Bounces;

/// <summary>What a message that came to a return path is.</summary>
public enum InboundKind
{
    /// <summary>None of the others: written by a person, mostly.</summary>
    Other,

    /// <summary>A delivery status notification, of RFC 3464 or of a form of its own.</summary>
    Bounce,

    /// <summary>A machine's answer in the name of a person, such as an absence note (RFC 3834). It says nothing of delivery.</summary>
    AutoReply,

    /// <summary>A complaint or another report in the form of RFC 5965.</summary>
    FeedbackReport,

    /// <summary>A note that the message was read, or not (RFC 8098).</summary>
    ReadReceipt,
}
