using Standfast.Reputation.Feedback.Complaints;
using Standfast.Reputation.Feedback.Dmarc;
using Standfast.Reputation.Feedback.Postmaster;
using Standfast.Reputation.Feedback.Snds;
using Standfast.Reputation.Feedback.Tls;

namespace Standfast.Reputation.Feedback.Reports;

/// <summary>What a file or a message turned out to be.</summary>
public abstract record ReceivedReport
{
    private ReceivedReport() { }

    /// <summary>ARF, or what stands for it.</summary>
    public sealed record Feedback(FeedbackReport Report) : ReceivedReport;

    public sealed record Dmarc(DmarcReport Report) : ReceivedReport;

    public sealed record Tls(TlsReport Report) : ReceivedReport;

    public sealed record Snds(SndsFile File) : ReceivedReport;

    public sealed record Postmaster(IReadOnlyList<PostmasterRow> Rows) : ReceivedReport;

    /// <param name="Reason">As a sentence about "it", for the owner.</param>
    public sealed record None(string Reason) : ReceivedReport;
}
