namespace Standfast.Recovery.Answers;

/// <summary>By which phrases an answer shows what it says.</summary>
/// <param name="None">Phrases with which it does not say that.</param>
public sealed record AnswerRule(AnswerMeaning Meaning, IReadOnlyList<string> Any, IReadOnlyList<string> None);
