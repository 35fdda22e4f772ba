namespace Standfast.Policy.Feedback;

/// <summary>What became of a feedback report.</summary>
public enum FeedbackOutcome
{
    /// <summary>It brings back no message of ours, or none that is young enough: anybody can write such a report, and it changes nothing.</summary>
    Unproven,

    /// <summary>It is about something else than the will of a recipient.</summary>
    NoComplaint,

    /// <summary>The same was said before.</summary>
    Repeated,

    /// <summary>It is an event, and the recipient gets no more of the stream.</summary>
    Counted,
}
