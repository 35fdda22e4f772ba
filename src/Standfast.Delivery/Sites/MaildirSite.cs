using Standfast.Delivery.Local;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Queue;

namespace Standfast.Delivery.Sites;

/// <summary>Mail for users of this server, into their Maildirs.</summary>
internal sealed class MaildirSite : ISite
{
    public const string Name = "maildir";

    private readonly SiteContext _context;
    private readonly CancellationToken _stopping;
    private readonly Workers _workers;

    public MaildirSite(SiteContext context, CancellationToken stopping)
    {
        _context = context;
        _stopping = stopping;
        _workers = new Workers(this, context.Budget, context.Options.IdleTimeout, context.Time, () => context.Options.ConnectionsPerSite - _workers!.Running, () => context.GuardAsync(Name, WorkAsync, stopping), () => context.Owner.WentIdle(Name));
    }

    public void Kick()
    {
        if (!_stopping.IsCancellationRequested) _workers.Kick();
    }

    public bool IsFailing => false;

    public bool IsBusy => _workers.IsBusy;

    public Task WhenIdleAsync() => _workers.WhenIdleAsync();

    private async Task<bool> WorkAsync()
    {
        try
        {
            while (await _workers.NextAsync(() => _context.Queue.TakeAsync(Name, _context.Options.RecipientsPerTransaction, _stopping), static () => true, _stopping) is { } message)
                foreach (var index in message.DueRecipients)
                    await ServeAsync(message with { DueRecipients = [index] }, index);
        }
        catch (IOException exception)
        {
            Log.NotRecorded(_context.Logger, Name, exception);
        }

        return false;
    }

    private async Task ServeAsync(DueMessage message, int index)
    {
        AttemptOutcome outcome;
        try
        {
            outcome = await DeliverAsync(message, index);
        }
#pragma warning disable CA1031 // The boundary of one message.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            await _context.FaultAsync(message, exception, mayTryAgain: true);
            return;
        }

        await _context.RecordAsync(message, [new AttemptResult(index, outcome, new AttemptDetail(0, "maildir", null, null, "content"))]);
    }

    private async Task<AttemptOutcome> DeliverAsync(DueMessage message, int index)
    {
        var recipient = message.Envelope.Recipients[index];
        try
        {
            await Maildir.DeliverAsync(_context.Options.MaildirRoot, recipient, message.Envelope, index, new WatchedContent(message.Content, _context.Time), CancellationToken.None);
            return new AttemptOutcome.Delivered(new SmtpReply(250, 0, 0, "stored in the mailbox")) { Handover = Handover.Final };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new AttemptOutcome.Deferred(new SmtpReply(451, 3, 0, $"the mailbox cannot be written: {exception.Message}"));
        }
    }
}
