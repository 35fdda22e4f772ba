namespace Standfast.Api;

/// <param name="At">Null for what holds now.</param>
/// <param name="Kind">reply, event, hold, state, incident or suppression.</param>
/// <param name="Text">Of a reply the remote words.</param>
public sealed record ExplainedEvidenceResponse(DateTimeOffset? At, string Kind, string Text);

/// <summary>Why mail is not delivered.</summary>
/// <param name="Subject">A message and a recipient, an address, or a provider.</param>
/// <param name="Verdict">delivered, waiting, paused, held, bounced, expired, suppressed, unknown; of a provider open, slowed, paused or held.</param>
/// <param name="Cause">Of a remote reply, such as ip-reputation (docs/replies.md); "" where none decided.</param>
/// <param name="Text">One paragraph.</param>
/// <param name="Evidence">What it rests on, oldest first.</param>
/// <param name="Others">Of a message to several recipients the other ones, worst first.</param>
public sealed record ExplanationResponse(
    string Subject, string Verdict, string Cause, string Text, string NextStep, IReadOnlyList<ExplainedEvidenceResponse> Evidence, IReadOnlyList<ExplanationResponse>? Others = null);
