namespace Standfast.Recovery;

/// <summary>What an answer to a request says.</summary>
public enum AnswerMeaning
{
    /// <summary>Nothing that we know, or several things at once: a person reads it.</summary>
    Unclear,

    /// <summary>It came in; nothing is decided.</summary>
    Received,

    MoreInformation,

    Refused,

    Reinstated,
}
