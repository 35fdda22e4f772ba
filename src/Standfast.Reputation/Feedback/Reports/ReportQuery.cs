using Standfast.Mail;

namespace Standfast.Reputation.Feedback.Reports;

/// <summary>Which reports. All given conditions must hold.</summary>
/// <param name="Domain">Null for all of ours.</param>
/// <param name="Since">Those that end, or days that begin, before it are left out.</param>
/// <param name="Limit">1 to <see cref="MaxLimit"/>.</param>
public sealed record ReportQuery(DomainName? Domain, DateTimeOffset Since, int Limit)
{
    public const int MaxLimit = 1_000;
}
