using Standfast.Delivery.Shaping;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Queue;

namespace Standfast.Delivery.Sites;

/// <summary>
/// Mail for a domain whose name cannot be looked up now. A few messages are told so, then the name is asked for again after a growing
/// while; the others wait in the queue meanwhile, as they do where hosts do not answer: thousands of tries would say nothing new.
/// </summary>
internal sealed class UnresolvedSite : ISite, IDisposable
{
    private readonly DomainName _domain;
    private readonly string _name;
    private readonly SiteContext _context;
    private readonly CancellationToken _stopping;
    private readonly Lock _lock = new();
    private readonly CircuitBreaker _breaker;
    private readonly Workers _workers;
    private readonly Alarm _again;
    private volatile SmtpReply _reply;
    private volatile bool _isWaiting;

    public UnresolvedSite(DomainName domain, SmtpReply reply, SiteContext context, CancellationToken stopping)
    {
        _domain = domain;
        _name = NameFor(domain);
        _breaker = new CircuitBreaker(CircuitBreaker.PaceOf(domain.Value));
        _reply = reply;
        _context = context;
        _stopping = stopping;
        _workers = new Workers(this, context.Budget, TimeSpan.Zero, context.Time, () => Allowed - _workers!.Running, () => context.GuardAsync(_name, WorkAsync, stopping), Ended);
        _again = new Alarm(context.Time, LookUp);
    }

    public static string NameFor(DomainName domain) => $"unresolved:{domain}";

    public void Kick()
    {
        if (!_stopping.IsCancellationRequested && !_workers.Kick()) Wait();
    }

    /// <summary>Such a site opens no connections.</summary>
    public bool IsFailing => false;

    public bool IsBusy => _workers.IsBusy;

    public Task WhenIdleAsync() => _workers.WhenIdleAsync();

    /// <summary>The name was asked for again, in vain.</summary>
    public void Renew(SmtpReply reply) => _reply = reply;

    public void Dispose() => _again.Dispose();

    private int Allowed
    {
        get
        {
            lock (_lock) return _breaker.Allowed(1, _context.Shaping.Clock.Now);
        }
    }

    /// <summary>
    /// The name may have been asked for in the very moment in which the next try was put off: then no message may be told yet, and nothing
    /// else would ask again.
    /// </summary>
    private void Wait()
    {
        lock (_lock)
        {
            var now = _context.Shaping.Clock.Now;
            // Where a message may be told, the connections that all sites have together are in use, and the next is given to this one.
            if (_breaker.StateAt(now) != BreakerState.Open) return;
            _isWaiting = true;
            _again.SetWithin(_breaker.ResumesAt - now);
        }
    }

    /// <summary>Until its wait is over the site stays, even without work: what becomes due meanwhile is not to be looked up each time.</summary>
    private void Ended()
    {
        if (!_isWaiting) _context.Owner.WentIdle(_name);
    }

    private void LookUp()
    {
        _isWaiting = false;
        if (!_context.Owner.WentIdle(_name)) _context.Owner.LookUpAgain(_domain);
    }

    private async Task<bool> WorkAsync()
    {
        try
        {
            while (!_stopping.IsCancellationRequested && Allowed > 0 && await _context.Queue.TakeAsync(_name, _context.Options.RecipientsPerTransaction, _stopping) is { } message)
            {
                await DeferAsync(message);
                Failed();
            }

            // Mail that grew too old meanwhile ends without being told again.
            while (!_stopping.IsCancellationRequested && await _context.Queue.TakeExpiredAsync(_name, _context.Options.RecipientsPerTransaction, _stopping) is { } old) await DeferAsync(old);
            await _context.WarnAsync(_name, _reply, _stopping);
        }
        catch (IOException exception)
        {
            Log.NotRecorded(_context.Logger, _name, exception);
        }

        return false;
    }

    private void Failed()
    {
        lock (_lock)
        {
            var now = _context.Shaping.Clock.Now;
            _breaker.Failed(_reply, now);
            _isWaiting = true;
            _again.SetWithin(_breaker.IsOpen ? _breaker.ResumesAt - now : _breaker.FirstWait);
        }
    }

    private async Task DeferAsync(DueMessage message)
    {
        var (outcome, detail) = (new AttemptOutcome.Deferred(_reply), new AttemptDetail(0, "dns", null, null, "route"));
        await _context.RecordAsync(message, [.. message.DueRecipients.Select(index => new AttemptResult(index, outcome, detail))]);
    }
}
