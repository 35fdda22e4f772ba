using Standfast.Events;
using Standfast.Mail;
using Standfast.Queue;

namespace Standfast.Delivery.Sites;

/// <summary>
/// Mail of a domain whose route the DNS does not give for now. It waits in the queue as for a site that is down: each failed look-up
/// defers one message, which records why, and the next look-up comes after a growing wait, however many messages there are.
/// </summary>
internal sealed class UnresolvedSite : ISite, IDisposable
{
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(15);

    private readonly DomainName _domain;
    private readonly string _name;
    private readonly SiteContext _context;
    private readonly CancellationToken _stopping;
    private readonly Workers _workers;
    private readonly ITimer _resume;
    private readonly Lock _lock = new();
    private SmtpReply? _unsaid;
    private TimeSpan _wait;

    public UnresolvedSite(DomainName domain, SiteContext context, CancellationToken stopping)
    {
        _domain = domain;
        _name = NameFor(domain);
        _context = context;
        _stopping = stopping;
        // It goes when its wait is over, not when it has nothing to do: until then what becomes due need not be looked up.
        _workers = new Workers(this, context.Budget, TimeSpan.Zero, context.Time, () => context.GuardAsync(_name, WorkAsync, stopping), static () => { });
        _resume = context.Time.CreateTimer(_ => Resume(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public bool IsBusy => _workers.IsBusy;

    public static string NameFor(DomainName domain) => $"unresolved:{domain}";

    /// <summary>A look-up has failed once more.</summary>
    public void Failed(SmtpReply reply)
    {
        lock (_lock)
        {
            _unsaid = reply;
            _wait = _wait == default ? s_first : _wait * 2 < s_longest ? _wait * 2 : s_longest;
            _resume.Change(_wait, Timeout.InfiniteTimeSpan);
        }
    }

    public void Kick()
    {
        lock (_lock)
        {
            if (_unsaid is null || _stopping.IsCancellationRequested) return;
        }

        _workers.Kick(1);
    }

    public Task WhenIdleAsync() => _workers.WhenIdleAsync();

    public void Dispose() => _resume.Dispose();

    private void Resume()
    {
        if (!_stopping.IsCancellationRequested) _context.Owner.WaitedFor(_domain, _name);
    }

    private async Task WorkAsync()
    {
        SmtpReply? reply;
        lock (_lock) (reply, _unsaid) = (_unsaid, null);
        if (reply is null) return;
        try
        {
            var isSaid = await DeferAsync(await _context.Queue.TakeAsync(_name, _context.Options.RecipientsPerTransaction, _stopping), reply);
            // Mail that grew too old meanwhile ends without waiting for its turn.
            while (isSaid && await DeferAsync(await _context.Queue.TakeExpiredAsync(_name, _context.Options.RecipientsPerTransaction, _stopping), reply)) { }
        }
        catch (IOException exception)
        {
            Log.NotRecorded(_context.Logger, _name, exception);
        }
    }

    private async Task<bool> DeferAsync(DueMessage? message, SmtpReply reply)
    {
        if (message is null) return false;
        var detail = new AttemptDetail(0, "dns", null, null, "route");
        await _context.RecordAsync(message, [.. message.DueRecipients.Select(index => new AttemptResult(index, new AttemptOutcome.Deferred(reply), detail))]);
        return true;
    }
}
