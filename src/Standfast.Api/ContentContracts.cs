namespace Standfast.Api;

/// <summary>What the content rules say of one message.</summary>
/// <param name="Verdict">clean, noted (it is sent), held (it waits for a person) or refused.</param>
/// <param name="Score">Sum of the points.</param>
/// <param name="RefuseScore">Score from which mail to many is refused.</param>
/// <param name="Stream">The stream it was judged for: bulk or transactional, or the name that was asked for.</param>
/// <param name="Findings">The weightiest first.</param>
public sealed record ContentReportResponse(string Verdict, int Score, int HoldScore, int RefuseScore, string Stream, IReadOnlyList<ContentFindingResponse> Findings);

/// <param name="Id">Its help page is at /e/ID.</param>
/// <param name="Points">0 to 10.</param>
/// <param name="Refuses">It refuses the message by itself, whatever the score and the stream.</param>
/// <param name="Where">What it is about.</param>
public sealed record ContentFindingResponse(string Id, int Points, bool Refuses, string Where, string Reason, string Fix);
