using Standfast.Reputation.Feedback.Tls;

namespace Standfast.Reputation.Feedback.Reports;

/// <summary>What one report says of TLS to one domain of ours.</summary>
public sealed record TlsSummary(
    string Domain, string Organization, string ReportId, DateTimeOffset Begin, DateTimeOffset End, DateTimeOffset ReceivedAt, string Origin, string PolicyType, long Successful, long Failed, IReadOnlyList<TlsFailure> Failures);
