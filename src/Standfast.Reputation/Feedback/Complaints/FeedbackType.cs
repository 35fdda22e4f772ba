namespace Standfast.Reputation.Feedback.Complaints;

/// <summary>What a feedback report is about (RFC 5965 §7.3, RFC 6430, RFC 6591).</summary>
public enum FeedbackType
{
    /// <summary>A type that is not known, or "other".</summary>
    Other,

    /// <summary>The recipient marked the message as spam.</summary>
    Abuse,

    /// <summary>Deception, such as phishing.</summary>
    Fraud,

    Virus,

    /// <summary>The recipient says that it is no spam.</summary>
    NotSpam,

    /// <summary>The message failed SPF, DKIM or DMARC.</summary>
    AuthenticationFailure,

    /// <summary>The recipient wants no more of this kind.</summary>
    OptOut,
}
