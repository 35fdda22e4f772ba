namespace Standfast.Recovery.Playbooks;

/// <param name="Says">Words of an answer, in lower case.</param>
/// <param name="Means">For us, and what to do then.</param>
public sealed record PlaybookOutcome(string Says, string Means)
{
    /// <summary>What an answer with these words is; unclear where a person has to read it.</summary>
    public AnswerMeaning Result { get; init; }
}
