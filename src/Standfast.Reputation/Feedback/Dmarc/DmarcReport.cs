using Standfast.Mail;

namespace Standfast.Reputation.Feedback.Dmarc;

/// <summary>What one receiver saw of mail with our domain in From (RFC 7489 appendix C; RFC 9990 where newer). All of it is the word of whoever sent it.</summary>
/// <param name="Organization">Who reports.</param>
/// <param name="ReportId">Unique for that organization.</param>
/// <param name="Domain">Whose policy was applied.</param>
public sealed record DmarcReport(string Organization, string ReportId, DomainName Domain, DateTimeOffset Begin, DateTimeOffset End)
{
    /// <summary>Rows that are kept of one report, and the rest is left out; ours.</summary>
    public const int MaxRecords = 50_000;

    public string? Email { get; init; }

    public string? ContactInfo { get; init; }

    public string? Version { get; init; }

    /// <summary>p= of the record that was found: none, quarantine or reject.</summary>
    public string? Policy { get; init; }

    public string? SubdomainPolicy { get; init; }

    public string? NonexistentPolicy { get; init; }

    /// <summary>r (relaxed) or s (strict).</summary>
    public string? DkimAlignment { get; init; }

    public string? SpfAlignment { get; init; }

    public int? Percent { get; init; }

    public string? FailureOptions { get; init; }

    /// <summary>What the reporter says went wrong; at most 10.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    public IReadOnlyList<DmarcRecord> Records { get; init; } = [];

    /// <summary>There were more than <see cref="MaxRecords"/>.</summary>
    public bool IsTruncated { get; init; }

    public long Messages => Records.Sum(record => record.Count);
}
