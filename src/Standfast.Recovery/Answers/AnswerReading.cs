namespace Standfast.Recovery.Answers;

/// <param name="Quote">The sentence that decided; else how the answer begins.</param>
/// <param name="Means">What the playbook says of it; "" where it says nothing.</param>
public sealed record AnswerReading(AnswerMeaning Meaning, string Quote, string Means);
