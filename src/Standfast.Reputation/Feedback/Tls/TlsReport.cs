namespace Standfast.Reputation.Feedback.Tls;

/// <summary>What one sender saw of TLS to our MX hosts (RFC 8460 §4). All of it is the word of whoever sent it.</summary>
public sealed record TlsReport(string Organization, string ReportId, DateTimeOffset Begin, DateTimeOffset End)
{
    /// <summary>Ours; a report has one for each domain and kind of policy.</summary>
    public const int MaxPolicies = 500;

    public string? ContactInfo { get; init; }

    public IReadOnlyList<TlsPolicyResult> Policies { get; init; } = [];
}
