using Microsoft.Extensions.Logging;
using Standfast.Policy.Feedback;
using Standfast.Reputation.Bounces;
using Standfast.Reputation.Feedback.Complaints;
using Standfast.Reputation.Feedback.Parts;
using Standfast.Reputation.Feedback.Reports;

namespace Standfast.Reception;

/// <summary>Reads what comes back to return paths and what comes to addresses of reports, and has it acted on. May be called concurrently.</summary>
public sealed class FeedbackMail(FeedbackAddresses addresses, ReportReader reader, ReportIntake intake, FeedbackComplaints complaints, UndeliveredMail undelivered, ILogger logger) : IDisposable
{
    /// <summary>Read at once; ours. The rest waits: a flood of reports must not keep the machine from its mail.</summary>
    private const int MaxReaders = 2;

    private readonly SemaphoreSlim _readers = new(MaxReaders);

    internal FeedbackAddresses Addresses => addresses;

    /// <param name="content">The whole message, or of what comes back the beginning.</param>
    /// <param name="returns">Return paths that it came to.</param>
    /// <param name="origin">Whom it came from, for those who read it later.</param>
    /// <returns>False where it is no report.</returns>
    /// <exception cref="IOException">It cannot be acted on now.</exception>
    internal async ValueTask<bool> TakeAsync(ReadOnlyMemory<byte> content, IReadOnlyList<ReturnedTo> returns, string origin, CancellationToken cancellationToken)
    {
        await _readers.WaitAsync(cancellationToken);
        try
        {
            return returns.Count > 0 ? await TakeReturnedAsync(content, returns, cancellationToken) : await TakeReportAsync(content, origin, cancellationToken);
        }
        finally
        {
            _readers.Release();
        }
    }

    public void Dispose() => _readers.Dispose();

    private async ValueTask<bool> TakeReturnedAsync(ReadOnlyMemory<byte> content, IReadOnlyList<ReturnedTo> returns, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream(content.ToArray(), writable: false);
        switch (BounceReader.Read(stream, out var bounce))
        {
            case InboundKind.Bounce:
                foreach (var returned in returns) await undelivered.TakeAsync(bounce!, returned.Message, returned.Recipient, cancellationToken);
                return true;
            case InboundKind.FeedbackReport when reader.Read(PartedMessage.Read(content)) is ReceivedReport.Feedback(var report):
                foreach (var returned in returns) Tell(report, await complaints.TakeAsync(report, returned.Mark, cancellationToken));
                return true;
            default:
                return false;
        }
    }

    private async ValueTask<bool> TakeReportAsync(ReadOnlyMemory<byte> content, string origin, CancellationToken cancellationToken)
    {
        switch (reader.Read(PartedMessage.Read(content)))
        {
            case ReceivedReport.Feedback(var report):
                Tell(report, await complaints.TakeAsync(report, null, cancellationToken));
                return true;
            case ReceivedReport.None:
                return false;
            case var report:
                var taken = intake.Take(report, origin, isTrusted: false);
                if (taken.IsRefused) Log.ReportNotKept(logger, taken.Kind, origin, taken.Text);
                return true;
        }
    }

    private void Tell(FeedbackReport report, FeedbackOutcome outcome)
    {
        if (outcome == FeedbackOutcome.Unproven) Log.FeedbackUnproven(logger, report.TypeName, report.Reporter);
    }
}
