namespace Standfast.Recovery;

/// <summary>What came back to a request.</summary>
/// <param name="From">Who it says that it is from.</param>
/// <param name="Quote">The sentence that decided, word for word; else how it begins.</param>
/// <param name="IsTheirs">It names our mail, and is from the domain that was asked.</param>
public sealed record IncidentAnswer(DateTimeOffset At, string From, AnswerMeaning Meaning, string Quote, bool IsTheirs);
