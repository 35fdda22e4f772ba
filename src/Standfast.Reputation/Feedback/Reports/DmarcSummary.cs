namespace Standfast.Reputation.Feedback.Reports;

/// <summary>One aggregate report of DMARC, without its rows.</summary>
/// <param name="Origin">Whom it came from: a sender of mail and its network address, or "file".</param>
/// <param name="Passed">Messages that passed DMARC.</param>
public sealed record DmarcSummary(
    string Domain, string Organization, string ReportId, DateTimeOffset Begin, DateTimeOffset End, DateTimeOffset ReceivedAt, string Origin, string? Policy, long Messages, long Passed, bool IsTruncated);
