namespace Standfast.Recovery.Explaining;

/// <summary>Why mail is not delivered, or not yet: for people.</summary>
/// <param name="Subject">What was asked about: a message and a recipient, an address, a provider.</param>
/// <param name="Verdict">One of <see cref="Verdicts"/>.</param>
/// <param name="Cause">Of a remote reply as in data/replies, such as "ip-reputation"; "" where none decided.</param>
/// <param name="Text">One paragraph.</param>
/// <param name="NextStep">What the owner can do; "nothing" where nothing is to be done.</param>
/// <param name="Evidence">What it rests on, oldest first.</param>
public sealed record Explanation(string Subject, string Verdict, string Cause, string Text, string NextStep, IReadOnlyList<ExplainedEvidence> Evidence);
