using Standfast.Events;
using Standfast.Mail;
using Standfast.Queue;

namespace Standfast.Delivery.Sites;

/// <summary>Mail for a domain that takes none: each message is told so.</summary>
internal sealed class UnroutableSite : ISite
{
    private readonly string _name;
    private readonly SmtpReply _reply;
    private readonly SiteContext _context;
    private readonly CancellationToken _stopping;
    private readonly Workers _workers;

    public UnroutableSite(string name, SmtpReply reply, SiteContext context, CancellationToken stopping)
    {
        _name = name;
        _reply = reply;
        _context = context;
        _stopping = stopping;
        // What comes later is to look the domain up again: this site does not wait for more.
        _workers = new Workers(this, context.Budget, TimeSpan.Zero, context.Time, () => 1 - _workers!.Running, () => context.GuardAsync(name, WorkAsync, stopping), () => context.Owner.WentIdle(name));
    }

    public static string NameFor(DomainName domain) => $"none:{domain}";

    public void Kick()
    {
        if (!_stopping.IsCancellationRequested) _workers.Kick();
    }

    public bool IsFailing => false;

    public bool IsBusy => _workers.IsBusy;

    public Task WhenIdleAsync() => _workers.WhenIdleAsync();

    private async Task<bool> WorkAsync()
    {
        var outcome = new AttemptOutcome.Failed(_reply);
        try
        {
            while (!_stopping.IsCancellationRequested && await _context.Queue.TakeAsync(_name, _context.Options.RecipientsPerTransaction, _stopping) is { } message)
            {
                var detail = new AttemptDetail(0, "dns", null, null, "route");
                await _context.RecordAsync(message, [.. message.DueRecipients.Select(index => new AttemptResult(index, outcome, detail))]);
            }
        }
        catch (IOException exception)
        {
            Log.NotRecorded(_context.Logger, _name, exception);
        }

        return false;
    }
}
