namespace Standfast.Reputation.Blocklists;

/// <summary>What an answer of a list means for whoever sends from there, the worst last.</summary>
public enum ListingSeverity
{
    /// <summary>No answer about the address: the question was refused.</summary>
    Error,

    /// <summary>Good to have.</summary>
    Positive,

    /// <summary>Says something, and hurts nobody.</summary>
    Info,

    Low,

    Medium,

    High,

    /// <summary>Mail is refused by whoever asks the list.</summary>
    Critical,
}
