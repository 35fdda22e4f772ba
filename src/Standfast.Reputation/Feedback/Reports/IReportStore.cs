using Standfast.Reputation.Feedback.Dmarc;
using Standfast.Reputation.Feedback.Postmaster;
using Standfast.Reputation.Feedback.Snds;
using Standfast.Reputation.Feedback.Tls;

namespace Standfast.Reputation.Feedback.Reports;

/// <summary>Keeps reports for a year or so, and no more than there is room for: the oldest go. What is added is durable when the call returns. May be called concurrently.</summary>
/// <remarks>Every member throws <see cref="IOException"/> where the store cannot be read or written; then nothing has changed.</remarks>
public interface IReportStore
{
    /// <param name="origin">See <see cref="DmarcSummary"/>.</param>
    /// <returns>False for one that is there already.</returns>
    bool Add(DmarcReport report, string origin, DateTimeOffset at);

    /// <returns>False for one that is there already.</returns>
    bool Add(TlsReport report, TlsPolicyResult policy, string origin, DateTimeOffset at);

    /// <summary>A later export replaces what an earlier one said of the same address and day.</summary>
    void Add(SndsFile file, DateTimeOffset at);

    /// <summary>A later value replaces an earlier one.</summary>
    void Add(IReadOnlyList<PostmasterRow> rows);

    /// <summary>Most messages first.</summary>
    IReadOnlyList<DmarcSource> DmarcSources(ReportQuery query);

    /// <summary>Newest first.</summary>
    IReadOnlyList<DmarcSummary> DmarcReports(ReportQuery query);

    /// <summary>Newest first.</summary>
    IReadOnlyList<TlsSummary> TlsReports(ReportQuery query);

    /// <summary>Newest first; the query's domain does not count.</summary>
    IReadOnlyList<SndsRow> SndsRows(ReportQuery query);

    /// <summary>Of the last export that had any.</summary>
    IReadOnlyList<SndsStatus> SndsStatuses();

    /// <summary>Newest first.</summary>
    IReadOnlyList<PostmasterRow> PostmasterRows(ReportQuery query);
}
