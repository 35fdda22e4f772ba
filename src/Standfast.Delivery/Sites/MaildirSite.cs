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
        _workers = new Workers(this, context.Budget, context.Options.IdleTimeout, context.Time, WorkAsync, () => context.Owner.WentIdle(Name));
    }

    public void Kick()
    {
        if (!_stopping.IsCancellationRequested) _workers.Kick(_context.Options.ConnectionsPerSite);
    }

    public bool IsBusy => _workers.IsBusy;

    public Task WhenIdleAsync() => _workers.WhenIdleAsync();

    private async Task WorkAsync()
    {
        try
        {
            while (await _workers.NextAsync(() => _context.Queue.TakeAsync(Name, _context.Options.RecipientsPerTransaction, _stopping), _stopping) is { } message)
                foreach (var index in message.DueRecipients)
                {
                    var result = new AttemptResult(index, await DeliverAsync(message, index), new AttemptDetail(0, "maildir", null, null, "content"));
                    await _context.Queue.CompleteAsync(message, [result], CancellationToken.None);
                }
        }
        catch (IOException exception)
        {
            Log.NotRecorded(_context.Logger, Name, exception);
        }
    }

    private async Task<AttemptOutcome> DeliverAsync(DueMessage message, int index)
    {
        var recipient = message.Envelope.Recipients[index];
        try
        {
            await Maildir.DeliverAsync(_context.Options.MaildirRoot, recipient, message.Envelope, index, message.Content, CancellationToken.None);
            return new AttemptOutcome.Delivered(new SmtpReply(250, 0, 0, "stored in the mailbox")) { Handover = Handover.Final };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new AttemptOutcome.Deferred(new SmtpReply(451, 3, 0, $"the mailbox cannot be written: {exception.Message}"));
        }
    }
}
