using Standfast.Mail;
using Standfast.Reception.Content;
using Standfast.Smtp.Server;

namespace Standfast.Reception.Exchange;

/// <summary>Looks at content that may be a report while it goes to its other recipients: at the final dot it is read and acted on, before anything is promised.</summary>
/// <param name="returns">Return paths that it came to.</param>
/// <param name="only">An address that takes reports and nothing else, where the transaction has one.</param>
/// <param name="rest">Takes the content for the other recipients; null where there are none.</param>
internal sealed class FeedbackReceiver(FeedbackMail feedback, IReadOnlyList<ReturnedTo> returns, EmailAddress? only, string origin, InspectionBudget budget, IContentReceiver? rest) : IContentReceiver, IDisposable
{
    /// <summary>Of a report; ours. A DMARC report of 16 MB packed is 22 MB in base 64.</summary>
    private const int MaxReportOctets = 24 * 1024 * 1024;

    /// <summary>Of what comes back: what counts stands before the returned message.</summary>
    private const int MaxReturnedOctets = 1024 * 1024;

    private readonly GatheredContent _content = new(budget, 8 * 1024);
    private bool _isTooLarge;
    private bool _isBusy;

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        Gather(content.Span);
        if (rest is not null) await rest.WriteAsync(content, cancellationToken);
    }

    public async ValueTask<SmtpReply> CompleteAsync(CancellationToken cancellationToken)
    {
        using var content = this;
        if (_isBusy) return await GiveUpAsync(Replies.InspectionBusy);
        bool isReport;
        try
        {
            isReport = !_isTooLarge && await feedback.TakeAsync(_content.Memory, returns, origin, cancellationToken);
        }
        catch (IOException)
        {
            return await GiveUpAsync(Replies.ReportUnavailable);
        }

        if (rest is null) return isReport ? Replies.ReportTaken : Replies.OnlyReports(only!);
        var reply = await rest.CompleteAsync(cancellationToken);
        // Who sends reports stops when one is refused that was taken; that its reader gets no copy is our own affair.
        return isReport && returns.Count == 0 && reply.Code >= 500 ? Replies.ReportTaken : reply;
    }

    public ValueTask AbortAsync()
    {
        Dispose();
        return rest?.AbortAsync() ?? ValueTask.CompletedTask;
    }

    public void Dispose() => _content.Dispose();

    private void Gather(ReadOnlySpan<byte> content)
    {
        if (_isTooLarge || _isBusy) return;
        var room = (returns.Count > 0 ? MaxReturnedOctets : MaxReportOctets) - _content.Memory.Length;
        if (content.Length > room && returns.Count == 0)
        {
            _isTooLarge = true;
            _content.Dispose();
            return;
        }

        if (!_content.TryAppend(content[..Math.Min(room, content.Length)])) _isBusy = true;
    }

    private async ValueTask<SmtpReply> GiveUpAsync(SmtpReply reply)
    {
        if (rest is not null) await rest.AbortAsync();
        return reply;
    }
}
